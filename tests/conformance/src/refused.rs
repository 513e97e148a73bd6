//! Code with relations that does not compile, each beside similar code that does.
//!
//! A relation is loaded with rows of its own model, and with those of its target:
//!
//! ```no_run
//! use tablewright_test_conformance::models::relations::{Post, User};
//! let _ = User::all().with(User::POSTS.with(Post::COMMENTS));
//! ```
//! ```compile_fail,E0271
//! use tablewright_test_conformance::models::relations::{Post, User};
//! let _ = User::all().with(Post::COMMENTS);
//! ```
//! ```compile_fail,E0271
//! use tablewright_test_conformance::models::relations::{Comment, User};
//! let _ = User::all().with(User::POSTS.with(User::REPORTS));
//! ```
//!
//! Its conditions and orders are about its target:
//!
//! ```no_run
//! use tablewright_test_conformance::models::relations::{Post, User};
//! let _ = User::filter(User::POSTS.any(Post::PUBLISHED.eq(true)));
//! let _ = User::all().with(User::POSTS.order_by(Post::TITLE.asc()));
//! let _ = Post::filter(Post::AUTHOR.is(User::NAME.eq("Ada")));
//! ```
//! ```compile_fail,E0308
//! use tablewright_test_conformance::models::relations::User;
//! let _ = User::filter(User::POSTS.any(User::NAME.eq("Ada")));
//! ```
//! ```compile_fail,E0277
//! use tablewright_test_conformance::models::relations::User;
//! let _ = User::all().with(User::POSTS.order_by(User::NAME.asc()));
//! ```
//! ```compile_fail,E0308
//! use tablewright_test_conformance::models::relations::{Comment, Post};
//! let _ = Post::filter(Post::AUTHOR.is(Comment::TEXT.eq("Hello")));
//! ```
//!
//! A join has conditions on its models, and on no others:
//!
//! ```no_run
//! use tablewright_test_conformance::models::relations::{Post, User};
//! let _ = Post::all().join(Post::AUTHOR).filter(User::NAME.eq("Ada"));
//! ```
//! ```compile_fail,E0277
//! use tablewright_test_conformance::models::relations::{Comment, Post};
//! let _ = Post::all().join(Post::AUTHOR).filter(Comment::TEXT.eq("Hello"));
//! ```
//! ```compile_fail,E0277
//! use tablewright_test_conformance::models::relations::{Comment, Post};
//! let _ = Post::all().join(Post::AUTHOR).join(Comment::POST);
//! ```
//!
//! A condition on a required reference may exclude the referenced row, so it may be `None` then:
//!
//! ```no_run
//! use tablewright::{Result, Sqlite};
//! use tablewright_test_conformance::models::relations::{Post, User};
//! # fn main() -> Result<()> {
//! # let db = Sqlite::memory()?;
//! let all: Vec<(Post, User)> = Post::all().with(Post::AUTHOR).all(&db)?;
//! let named = Post::AUTHOR.filter(User::NAME.eq("Ada"));
//! let some: Vec<(Post, Option<User>)> = Post::all().with(named).all(&db)?;
//! # Ok(())
//! # }
//! ```
