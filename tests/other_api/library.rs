//! The library: books in memory, its refusals, and the breaches that it can be told to commit.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::other_api::wire::{Answered, Asked, serve};

/// The cards of the two readers.
pub(crate) const CARDS: [&str; 2] = ["card-of-the-owner", "card-of-the-stranger"];

/// What the library does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Breach {
    /// Nothing.
    None,
    /// It answers 410 where a book that it does not have is to be changed.
    Gone,
    /// It answers 410 wherever it does not have a book, so that nothing is proved to be unknown by a 404.
    Nowhere,
    /// It says of another reader's book that it does not have it.
    Hides,
    /// It counts a letter too few.
    Miscounts,
    /// It refuses a change and makes it all the same.
    ChangesAnyway,
    /// It calls the detail a message.
    OtherKey,
    /// It refuses titles that are just short enough.
    Narrow,
}

#[derive(Clone, Debug)]
struct Book {
    reader: String,
    title: String,
    lent: bool,
}

/// A library that is open.
pub(crate) struct Library {
    pub(crate) url: String,
    books: Arc<Mutex<Shelves>>,
}

struct Shelves {
    breach: Breach,
    books: BTreeMap<u64, Book>,
    next: u64,
}

impl Library {
    /// Opens a library on a free port of this machine, for as long as the runtime lives.
    pub(crate) async fn open(breach: Breach) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let books = Arc::new(Mutex::new(Shelves {
            breach,
            books: BTreeMap::new(),
            next: 1,
        }));
        let shelves = Arc::clone(&books);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shelves = Arc::clone(&shelves);
                tokio::spawn(serve(stream, move |asked| {
                    shelves.lock().expect("nobody panicked").answer(asked)
                }));
            }
        });
        Self {
            url: format!("http://{address}/api"),
            books,
        }
    }

    /// How many books stand in it.
    pub(crate) fn count(&self) -> usize {
        self.books.lock().expect("nobody panicked").books.len()
    }
}

impl Shelves {
    fn answer(&mut self, asked: &Asked) -> Answered {
        let path = asked.path.strip_prefix("/api").unwrap_or_default();
        let steps: Vec<&str> = path.split('/').skip(1).collect();
        let result = match (asked.method.as_str(), steps.as_slice()) {
            ("POST", ["books"]) => self.new_book(asked),
            ("GET", ["books", mark]) => self
                .find(mark)
                .map(|(mark, book)| (200, Some(shown(mark, &book)))),
            ("PUT", ["books", mark]) => self.put(asked, mark),
            ("DELETE", ["books", mark]) => self.delete(asked, mark),
            ("POST", ["books", mark, "loan"]) => self.lend(asked, mark),
            _ => Err(refusal(404, 10, "No such book.")),
        };
        let (status, body) = result.unwrap_or_else(|refused| refused);
        match (self.breach, body) {
            (Breach::OtherKey, Some(Value::Object(mut body))) => {
                if let Some(detail) = body.remove("detail") {
                    body.insert("message".to_owned(), detail);
                }
                (status, Some(Value::Object(body)))
            }
            (_, body) => (status, body),
        }
    }

    fn find(&self, mark: &str) -> Result<(u64, Book), Answered> {
        let found = mark
            .parse()
            .ok()
            .and_then(|mark| Some((mark, self.books.get(&mark)?.clone())));
        let is_nowhere = self.breach == Breach::Nowhere;
        found.ok_or_else(|| refusal(if is_nowhere { 410 } else { 404 }, 10, "No such book."))
    }

    fn own(&self, asked: &Asked, mark: &str) -> Result<(u64, Book), Answered> {
        let reader = reader(asked)?;
        let (mark, book) = self.find(mark).map_err(|(status, body)| {
            let is_gone = self.breach == Breach::Gone;
            (if is_gone { 410 } else { status }, body)
        })?;
        if book.reader == reader {
            Ok((mark, book))
        } else if self.breach == Breach::Hides {
            Err(refusal(404, 10, "No such book."))
        } else {
            Err(refusal(403, 20, "This book belongs to another reader."))
        }
    }

    fn new_book(&mut self, asked: &Asked) -> Result<Answered, Answered> {
        let reader = reader(asked)?;
        let slip = self.slip(asked)?;
        if let Some(follows) = slip.get("follows").and_then(Value::as_str)
            && self.find(follows).is_err()
        {
            let detail = format!("The book '{follows}' that it follows is not on the shelves.");
            return Err(refusal(404, 11, &detail));
        }
        let mark = self.next;
        self.next += 1;
        let book = Book {
            reader,
            title: slip["title"].as_str().unwrap_or_default().to_owned(),
            lent: slip.get("lent") == Some(&Value::Bool(true)),
        };
        self.books.insert(mark, book.clone());
        Ok((201, Some(shown(mark, &book))))
    }

    fn put(&mut self, asked: &Asked, mark: &str) -> Result<Answered, Answered> {
        let owned = self.own(asked, mark);
        if self.breach == Breach::ChangesAnyway
            && let (Err(_), Ok((mark, _)), Ok(slip)) = (&owned, self.find(mark), self.slip(asked))
        {
            self.retitle(mark, &slip);
        }
        let (mark, _) = owned?;
        let slip = self.slip(asked)?;
        let book = self.retitle(mark, &slip);
        Ok((200, book.map(|book| shown(mark, &book))))
    }

    fn retitle(&mut self, mark: u64, slip: &Value) -> Option<Book> {
        let book = self.books.get_mut(&mark)?;
        slip["title"].as_str()?.clone_into(&mut book.title);
        Some(book.clone())
    }

    fn delete(&mut self, asked: &Asked, mark: &str) -> Result<Answered, Answered> {
        let (mark, _) = self.own(asked, mark)?;
        self.books.remove(&mark);
        Ok((204, None))
    }

    fn lend(&mut self, asked: &Asked, mark: &str) -> Result<Answered, Answered> {
        let (mark, mut book) = self.own(asked, mark)?;
        if book.lent {
            return Err(refusal(409, 40, "This book is lent already."));
        }
        book.lent = true;
        self.books.insert(mark, book);
        Ok((204, None))
    }

    fn slip(&self, asked: &Asked) -> Result<Value, Answered> {
        let slip: Value = serde_json::from_slice(&asked.body)
            .map_err(|_| refusal(400, 30, "A slip is a piece of JSON."))?;
        let wrong = |field: Value| {
            let mut body = json!({ "error_code": 31, "detail": "Please fill it in again." });
            body["fields"] = json!({ "title": [field] });
            (422, Some(body))
        };
        let most = if self.breach == Breach::Narrow {
            19
        } else {
            20
        };
        let Some(title) = slip.get("title").and_then(Value::as_str) else {
            return Err(wrong(json!({ "detail": "A book has a title." })));
        };
        let given = title.chars().count();
        if given > most {
            let told = given - usize::from(self.breach == Breach::Miscounts);
            return Err(wrong(
                json!({ "detail": "Too long.", "most": 20, "given": told }),
            ));
        }
        Ok(slip)
    }
}

fn reader(asked: &Asked) -> Result<String, Answered> {
    let card = asked.card.clone().unwrap_or_default();
    if CARDS.contains(&card.as_str()) {
        Ok(card)
    } else {
        Err(refusal(401, 1, "A reader's card is needed."))
    }
}

fn refusal(status: u16, code: u16, detail: &str) -> Answered {
    (
        status,
        Some(json!({ "error_code": code, "detail": detail })),
    )
}

fn shown(mark: u64, book: &Book) -> Value {
    json!({ "mark": mark, "title": book.title, "lent": book.lent })
}
