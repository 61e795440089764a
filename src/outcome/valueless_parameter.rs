//! The query parameter that a bad request sends without a value, as its bytes show it beside those of its control.

use crate::exchange::Request;

/// Finds the query parameter that the bad request sends without a value and its control does not; `None` if there is none, or more than one.
pub(super) fn find_parameter_valueless_only_in_bad_request<'r>(
    bad_request: &'r Request,
    control: &Request,
) -> Option<&'r str> {
    let right: Vec<&str> = list_valueless_parameters(control).collect();
    let mut wrong = list_valueless_parameters(bad_request).filter(|name| !right.contains(name));
    let first = wrong.next()?;
    wrong.next().is_none().then_some(first)
}

/// Lists the names of the query parameters without a value, as they are sent: `limit` for `limit=` and for `limit` alone.
fn list_valueless_parameters(request: &Request) -> impl Iterator<Item = &str> {
    let query = request
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let parameters = query
        .split('&')
        .map(|own| own.split_once('=').unwrap_or((own, "")));
    parameters
        .filter(|(name, value)| !name.is_empty() && value.is_empty())
        .map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::find_parameter_valueless_only_in_bad_request;
    use crate::exchange::Request;
    use crate::outcome::testing::exchange_with_response;

    fn request(target: &str) -> Request {
        Request {
            target: target.to_owned(),
            ..exchange_with_response(200, "{}").request
        }
    }

    #[rstest]
    #[case::nothing_behind_the_sign("/a?limit=", "/a?limit=10", Some("limit"))]
    #[case::no_sign("/a?limit", "/a?limit=10", Some("limit"))]
    #[case::beside_a_right_one("/a?page=2&limit=", "/a?page=2&limit=10", Some("limit"))]
    #[case::one_that_the_control_lacks("/a?page=2&limit", "/a?page=2", Some("limit"))]
    #[case::beside_one_that_needs_none("/a?all&limit=", "/a?all&limit=10", Some("limit"))]
    #[case::a_wrong_value("/a?limit=x", "/a?limit=10", None)]
    #[case::as_in_the_control("/a?limit=", "/a?limit=", None)]
    #[case::two_of_them("/a?page=&limit=", "/a?page=2&limit=10", None)]
    #[case::an_empty_query("/a?", "/a?limit=10", None)]
    #[case::no_query("/a", "/a?limit=10", None)]
    fn a_parameter_is_at_fault_if_only_the_bad_request_sends_it_without_a_value(
        #[case] bad: &str,
        #[case] control: &str,
        #[case] expected: Option<&str>,
    ) {
        let (bad, control) = (request(bad), request(control));
        assert_eq!(
            find_parameter_valueless_only_in_bad_request(&bad, &control),
            expected
        );
    }
}
