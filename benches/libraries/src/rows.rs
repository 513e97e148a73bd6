//! Rows as hand-written code, Diesel and SQLx read them.

use std::collections::HashMap;

use diesel::{Associations, Identifiable, Queryable, Selectable};

use crate::with_diesel::schema::{comments, posts, users};

#[derive(Debug, Queryable, Selectable, Identifiable, sqlx::FromRow)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub hair_color: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations, sqlx::FromRow)]
#[diesel(belongs_to(User))]
pub struct Post {
    pub id: i64,
    pub user_id: i64,
    pub title: String,
    pub body: Option<String>,
}

#[derive(Debug, Queryable, Selectable, Identifiable, Associations, sqlx::FromRow)]
#[diesel(belongs_to(Post))]
pub struct Comment {
    pub id: i64,
    pub post_id: i64,
    pub text: String,
}

/// Users with their posts, and these with their comments.
pub type Trees = Vec<(User, Vec<(Post, Vec<Comment>)>)>;

/// The tree of rows that were read level by level.
pub fn trees(users: Vec<User>, posts: Vec<Post>, comments: Vec<Comment>) -> Trees {
    let users_by_id: HashMap<i64, usize> = places(users.iter().map(|user| user.id));
    let posts_by_id: HashMap<i64, usize> = places(posts.iter().map(|post| post.id));
    let mut of_posts: Vec<Vec<Comment>> = Vec::new();
    of_posts.resize_with(posts.len(), Vec::new);
    for comment in comments {
        of_posts[posts_by_id[&comment.post_id]].push(comment);
    }
    let mut trees: Trees = users.into_iter().map(|user| (user, Vec::new())).collect();
    for (post, comments) in posts.into_iter().zip(of_posts) {
        trees[users_by_id[&post.user_id]].1.push((post, comments));
    }
    trees
}

fn places(ids: impl Iterator<Item = i64>) -> HashMap<i64, usize> {
    ids.enumerate().map(|(place, id)| (id, place)).collect()
}

/// How many comments there are in the tree.
pub fn comments(trees: &Trees) -> usize {
    let posts = trees.iter().flat_map(|(_, posts)| posts);
    posts.map(|(_, comments)| comments.len()).sum()
}
