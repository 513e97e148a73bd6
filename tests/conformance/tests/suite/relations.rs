//! Relations: loads, joins and conditions give the same results as on lists in memory.

use tablewright::jiff::civil::Date;
use tablewright::relation::Second;
use tablewright::uuid::Uuid;
use tablewright::{Connection, Database, Error, Filter, Result, Sqlite};
use tablewright_test_conformance::models::relations::{
    self, Comment, Desk, Guest, Label, NewComment, NewDesk, NewGuest, NewLabel, NewPost,
    NewPostTag, NewProfile, NewRoom, NewStay, NewSticker, NewTag, NewUser, NewVote, Post, PostTag,
    Profile, Room, Stay, Sticker, Tag, User, Vote,
};
use tablewright_test_conformance::{everywhere, on};

everywhere!(relations:
    functions_give_what_belongs_to_a_row,
    rows_come_with_what_belongs_to_them,
    relations_nest,
    a_relation_has_conditions_an_order_and_a_limit_of_its_own,
    limits_are_for_each_row,
    keys_of_several_columns_load,
    one_and_pages_come_with_relations,
    there_may_be_many_rows,
    joins_give_pairs,
    joins_go_on,
    joins_have_conditions_and_orders,
    a_model_is_joined_with_itself,
    conditions_ask_what_belongs_to_a_row,
    changes_ask_what_belongs_to_a_row,
    connections_are_added_and_removed,
    connections_are_replaced,
    rows_may_come_in_no_order,
    futures_can_be_sent,
);

on!([sqlite] relations:
    keys_that_are_the_same_to_the_database_are_keys,
    what_is_unordered_is_not_sorted,
);

/// Everything that is in the database.
struct Data {
    users: Vec<User>,
    profiles: Vec<Profile>,
    posts: Vec<Post>,
    comments: Vec<Comment>,
    tags: Vec<Tag>,
    post_tags: Vec<PostTag>,
    votes: Vec<Vote>,
    rooms: Vec<Room>,
    desks: Vec<Desk>,
    guests: Vec<Guest>,
    stays: Vec<Stay>,
}

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: i32) -> i32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        ((self.0 >> 33) % end.unsigned_abs() as u64) as i32
    }

    fn is(&mut self, of: i32) -> bool {
        self.below(of) == 0
    }

    /// A number in two of three cases.
    fn sometimes(&mut self, end: i32) -> Option<i32> {
        (!self.is(3)).then(|| self.below(end))
    }
}

async fn fill(db: &Database) -> Result<Data> {
    let mut chance = Chance(7);
    let tx = db.begin().await?;
    for id in 0..12 {
        let manager = (id >= 3).then(|| chance.below(id));
        User::insert(NewUser {
            id,
            name: format!("user {}", id % 5).into(),
        })
        .set_some(User::MANAGER_ID, manager)
        .execute(&tx)
        .await?;
    }
    for id in (0..12).step_by(3) {
        Profile::insert(NewProfile {
            user_id: id,
            about: format!("about {id}").into(),
        })
        .execute(&tx)
        .await?;
    }
    for id in 0..30 {
        Post::insert(NewPost {
            id,
            title: format!("post {}", id % 7).into(),
            published: chance.is(2),
            author_id: chance.below(9),
        })
        .set_some(Post::RANK, chance.sometimes(4))
        .set_some(Post::EDITOR_ID, chance.sometimes(12))
        .execute(&tx)
        .await?;
    }
    for id in 0..60 {
        Comment::insert(NewComment {
            id,
            post_id: chance.below(25),
            text: format!("comment {}", id % 4).into(),
        })
        .execute(&tx)
        .await?;
    }
    for name in ["a", "A", "b", "ä", "🦀", "unused"] {
        Tag::insert(NewTag { name: name.into() })
            .set(Tag::WEIGHT, chance.below(3))
            .execute(&tx)
            .await?;
    }
    for post in 0..30 {
        for tag in ["a", "A", "b", "ä", "🦀"] {
            if chance.is(3) {
                PostTag::insert(NewPostTag {
                    post_id: post,
                    tag_name: tag.into(),
                })
                .execute(&tx)
                .await?;
            }
        }
    }
    for _ in 0..50 {
        Vote::insert(NewVote {
            post_id: chance.below(20),
            user_id: chance.below(10),
            stars: chance.below(5),
        })
        .execute(&tx)
        .await?;
    }
    for house in ["north", "South"] {
        for number in 0..4 {
            Room::insert(NewRoom {
                house: house.into(),
                number,
            })
            .set(Room::SIZE, chance.below(3))
            .execute(&tx)
            .await?;
        }
    }
    for id in 0..20 {
        let house = (!chance.is(4)).then(|| if chance.is(2) { "north" } else { "South" });
        let number = (!chance.is(4)).then(|| chance.below(4) as i16);
        Desk::insert(NewDesk { id })
            .set_some(Desk::HOUSE, house)
            .set_some(Desk::NUMBER, number)
            .execute(&tx)
            .await?;
    }
    for guest in 0..4_u128 {
        let token = Uuid::from_u128(guest << 100);
        Guest::insert(NewGuest {
            token,
            since: Date::constant(2024, 1, 1),
        })
        .execute(&tx)
        .await?;
        for house in ["north", "South"] {
            for number in 0..4 {
                if chance.is(3) {
                    Stay::insert(NewStay {
                        house: house.into(),
                        number,
                        guest_token: token,
                    })
                    .execute(&tx)
                    .await?;
                }
            }
        }
    }
    tx.commit().await?;
    Ok(Data {
        users: User::all().all(db).await?,
        profiles: Profile::all().all(db).await?,
        posts: Post::all().all(db).await?,
        comments: Comment::all().all(db).await?,
        tags: Tag::all().all(db).await?,
        post_tags: PostTag::all().all(db).await?,
        votes: Vote::all().all(db).await?,
        rooms: Room::all().all(db).await?,
        desks: Desk::all().all(db).await?,
        guests: Guest::all().all(db).await?,
        stays: Stay::all().all(db).await?,
    })
}

impl Data {
    fn user(&self, id: i32) -> User {
        self.users
            .iter()
            .find(|user| user.id == id)
            .unwrap()
            .clone()
    }

    fn maybe_user(&self, id: Option<i32>) -> Option<User> {
        id.map(|id| self.user(id))
    }

    fn posts_of(&self, user: &User) -> Vec<Post> {
        only(&self.posts, |post| post.author_id == user.id)
    }

    fn comments_of(&self, post: &Post) -> Vec<Comment> {
        only(&self.comments, |comment| comment.post_id == post.id)
    }

    fn tags_of(&self, post: &Post) -> Vec<Tag> {
        only(&self.tags, |tag| {
            let mut pairs = self.post_tags.iter();
            pairs.any(|pair| pair.post_id == post.id && pair.tag_name == tag.name)
        })
    }

    fn fans_of(&self, post: &Post) -> Vec<User> {
        only(&self.users, |user| {
            let mut votes = self.votes.iter();
            votes.any(|vote| vote.post_id == post.id && vote.user_id == user.id)
        })
    }

    fn profile_of(&self, user: &User) -> Option<Profile> {
        only(&self.profiles, |profile| profile.user_id == user.id).pop()
    }

    fn desks_of(&self, room: &Room) -> Vec<Desk> {
        only(&self.desks, |desk| {
            desk.house.as_ref() == Some(&room.house) && desk.number == Some(room.number)
        })
    }

    fn room_of(&self, desk: &Desk) -> Option<Room> {
        only(&self.rooms, |room| {
            desk.house.as_ref() == Some(&room.house) && desk.number == Some(room.number)
        })
        .pop()
    }

    fn guests_of(&self, room: &Room) -> Vec<Guest> {
        only(&self.guests, |guest| {
            let mut stays = self.stays.iter();
            stays.any(|stay| {
                (&stay.house, stay.number, stay.guest_token)
                    == (&room.house, room.number, guest.token)
            })
        })
    }
}

fn only<T: Clone>(rows: &[T], condition: impl Fn(&T) -> bool) -> Vec<T> {
    rows.iter().filter(|row| condition(row)).cloned().collect()
}

fn each<T: Clone, U>(rows: &[T], with: impl Fn(&T) -> U) -> Vec<(T, U)> {
    rows.iter().map(|row| (row.clone(), with(row))).collect()
}

async fn functions_give_what_belongs_to_a_row(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    for user in &data.users {
        assert_eq!(user.posts().all(db).await?, data.posts_of(user));
        assert_eq!(user.profile().optional(db).await?, data.profile_of(user));
        assert_eq!(
            user.manager().optional(db).await?,
            data.maybe_user(user.manager_id)
        );
        let reports = only(&data.users, |other| other.manager_id == Some(user.id));
        assert_eq!(user.reports().count(db).await?, reports.len() as u64);
        assert_eq!(user.reports().all(db).await?, reports);
        let favorites = only(&data.posts, |post| data.fans_of(post).contains(user));
        assert_eq!(user.favorites().all(db).await?, favorites);
    }
    for post in &data.posts {
        assert_eq!(post.author().one(db).await?, data.user(post.author_id));
        assert_eq!(
            post.editor().optional(db).await?,
            data.maybe_user(post.editor_id)
        );
        assert_eq!(post.tags().all(db).await?, data.tags_of(post));
        assert_eq!(
            post.tags().count(db).await?,
            data.tags_of(post).len() as u64
        );
        assert_eq!(
            post.tags().exists(db).await?,
            !data.tags_of(post).is_empty()
        );
        let heavy = only(&data.tags_of(post), |tag| tag.weight > 0);
        assert_eq!(post.tags().filter(Tag::WEIGHT.gt(0)).all(db).await?, heavy);
        assert_eq!(post.fans().all(db).await?, data.fans_of(post));
    }
    for room in &data.rooms {
        assert_eq!(room.desks().all(db).await?, data.desks_of(room));
        assert_eq!(
            sorted(room.guests().all(db).await?),
            sorted(data.guests_of(room))
        );
    }
    for desk in &data.desks {
        assert_eq!(desk.room().optional(db).await?, data.room_of(desk));
    }
    Ok(())
}

/// Guests by their tokens, whose order is the database's.
fn sorted(mut guests: Vec<Guest>) -> Vec<Guest> {
    guests.sort_by_key(|guest| guest.token);
    guests
}

async fn rows_come_with_what_belongs_to_them(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    assert_eq!(
        User::all().with(User::POSTS).all(db).await?,
        each(&data.users, |user| data.posts_of(user))
    );
    assert_eq!(
        Post::all().with(Post::AUTHOR).all(db).await?,
        each(&data.posts, |post| data.user(post.author_id))
    );
    assert_eq!(
        Post::all().with(Post::EDITOR).all(db).await?,
        each(&data.posts, |post| data.maybe_user(post.editor_id))
    );
    assert_eq!(
        User::all().with(User::PROFILE).all(db).await?,
        each(&data.users, |user| data.profile_of(user))
    );
    assert_eq!(
        Post::all().with(Post::TAGS).all(db).await?,
        each(&data.posts, |post| data.tags_of(post))
    );
    assert_eq!(
        Post::all().with(Post::FANS).all(db).await?,
        each(&data.posts, |post| data.fans_of(post))
    );
    let four = Post::filter(Post::PUBLISHED.eq(true))
        .with(Post::AUTHOR)
        .with(Post::EDITOR)
        .with(Post::TAGS)
        .with(Post::COMMENTS)
        .order_by(Post::ID.desc())
        .limit(7)
        .offset(1)
        .all(db)
        .await?;
    let published = only(&data.posts, |post| post.published);
    let expected = published.iter().rev().skip(1).take(7).map(|post| {
        (
            post.clone(),
            data.user(post.author_id),
            data.maybe_user(post.editor_id),
            data.tags_of(post),
            data.comments_of(post),
        )
    });
    assert_eq!(four, expected.collect::<Vec<_>>());
    assert!(
        User::filter(User::ID.lt(0))
            .with(User::POSTS)
            .all(db)
            .await?
            .is_empty()
    );
    Ok(())
}

async fn relations_nest(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    assert_eq!(
        User::all()
            .with(User::POSTS.with(Post::COMMENTS))
            .all(db)
            .await?,
        each(&data.users, |user| {
            each(&data.posts_of(user), |post| data.comments_of(post))
        })
    );
    // Many posts share an author, and many tags are of several posts.
    assert_eq!(
        Post::all()
            .with(
                Post::AUTHOR
                    .with(User::REPORTS.with(User::MANAGER))
                    .with(User::PROFILE)
            )
            .with(Post::TAGS.with(Tag::POSTS.with(Post::TAGS)))
            .all(db)
            .await?,
        data.posts
            .iter()
            .map(|post| {
                let author = data.user(post.author_id);
                let reports = only(&data.users, |user| user.manager_id == Some(author.id));
                let reports = each(&reports, |user| data.maybe_user(user.manager_id));
                let tags = each(&data.tags_of(post), |tag| {
                    let posts = only(&data.posts, |post| data.tags_of(post).contains(tag));
                    each(&posts, |post| data.tags_of(post))
                });
                let profile = data.profile_of(&author);
                (post.clone(), (author, reports, profile), tags)
            })
            .collect::<Vec<_>>()
    );
    Ok(())
}

async fn a_relation_has_conditions_an_order_and_a_limit_of_its_own(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let published = User::POSTS
        .filter(Post::PUBLISHED.eq(true) | Post::RANK.is_null())
        .filter(Post::ID.gt(3))
        .order_by([Post::TITLE.desc(), Post::ID.asc()]);
    assert_eq!(
        User::all().with(published).all(db).await?,
        each(&data.users, |user| {
            let mut posts = only(&data.posts_of(user), |post| {
                (post.published || post.rank.is_none()) && post.id > 3
            });
            posts.sort_by(|one, other| (&other.title, one.id).cmp(&(&one.title, other.id)));
            posts
        })
    );
    let named = Post::AUTHOR.filter(User::NAME.eq("user 1"));
    assert_eq!(
        Post::all().with(named).all(db).await?,
        each(&data.posts, |post| {
            Some(data.user(post.author_id)).filter(|user| user.name == "user 1")
        })
    );
    let discussed = User::POSTS.filter(Post::COMMENTS.any(Comment::TEXT.ends_with("1")));
    assert_eq!(
        User::all().with(discussed).all(db).await?,
        each(&data.users, |user| {
            only(&data.posts_of(user), |post| {
                data.comments_of(post)
                    .iter()
                    .any(|comment| comment.text.ends_with('1'))
            })
        })
    );
    Ok(())
}

async fn limits_are_for_each_row(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    for limit in [0, 1, 2, 100] {
        let first = |posts: Vec<Post>| posts.into_iter().take(limit as usize).collect::<Vec<_>>();
        assert_eq!(
            User::all().with(User::POSTS.limit(limit)).all(db).await?,
            each(&data.users, |user| first(data.posts_of(user)))
        );
        let best = User::POSTS
            .order_by([Post::RANK.desc(), Post::ID.desc()])
            .limit(limit);
        assert_eq!(
            User::all().with(best.with(Post::COMMENTS)).all(db).await?,
            each(&data.users, |user| {
                let mut posts = data.posts_of(user);
                posts.sort_by_key(|post| (post.rank, post.id));
                posts.reverse();
                each(&first(posts), |post| data.comments_of(post))
            })
        );
        let fans = Post::FANS
            .filter(User::ID.ne(3))
            .order_by(User::ID.desc())
            .limit(limit);
        assert_eq!(
            Post::all().with(fans).all(db).await?,
            each(&data.posts, |post| {
                let fans = only(&data.fans_of(post), |user| user.id != 3);
                fans.into_iter()
                    .rev()
                    .take(limit as usize)
                    .collect::<Vec<_>>()
            })
        );
    }
    Ok(())
}

async fn keys_of_several_columns_load(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let in_order = Room::GUESTS.order_by(Guest::TOKEN.asc());
    let rooms = Room::all()
        .with(Room::DESKS)
        .with(in_order.clone())
        .all(db)
        .await?;
    for (room, (read, desks, guests)) in data.rooms.iter().zip(rooms) {
        assert_eq!(&read, room);
        assert_eq!(desks, data.desks_of(room));
        assert_eq!(sorted(guests), sorted(data.guests_of(room)));
    }
    let rooms = Room::all()
        .with(Room::DESKS.limit(1))
        .with(in_order.limit(2))
        .all(db)
        .await?;
    for (room, (read, desks, guests)) in data.rooms.iter().zip(rooms) {
        assert_eq!(&read, room);
        assert_eq!(
            desks,
            data.desks_of(room).into_iter().take(1).collect::<Vec<_>>()
        );
        assert_eq!(guests.len(), data.guests_of(room).len().min(2));
        assert!(
            guests
                .iter()
                .all(|guest| data.guests_of(room).contains(guest))
        );
    }
    assert_eq!(
        Desk::all().with(Desk::ROOM).all(db).await?,
        each(&data.desks, |desk| data.room_of(desk))
    );
    for (guest, rooms) in Guest::all()
        .with(Guest::ROOMS.with(Room::DESKS))
        .all(db)
        .await?
    {
        let stays = only(&data.rooms, |room| data.guests_of(room).contains(&guest));
        assert_eq!(rooms, each(&stays, |room| data.desks_of(room)));
    }
    assert_eq!(
        Room::filter(Room::GUESTS.none(Filter::all()))
            .all(db)
            .await?,
        only(&data.rooms, |room| data.guests_of(room).is_empty())
    );
    assert_eq!(
        Desk::all()
            .join(Desk::ROOM)
            .order_by(Desk::ID.asc())
            .all(db)
            .await?,
        data.desks
            .iter()
            .filter_map(|desk| Some((desk.clone(), data.room_of(desk)?)))
            .collect::<Vec<_>>()
    );
    Ok(())
}

async fn one_and_pages_come_with_relations(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let user = &data.users[2];
    let (read, posts) = User::find(2).with(User::POSTS).one(db).await?;
    assert_eq!((&read, posts), (user, data.posts_of(user)));
    let (_, posts) = User::all()
        .with(User::POSTS)
        .order_by(User::ID.desc())
        .one(db)
        .await?;
    assert_eq!(posts, data.posts_of(&data.users[11]));
    assert_eq!(User::find(99).with(User::POSTS).optional(db).await?, None);
    let missing = User::find(99).with(User::POSTS).one(db).await;
    assert!(
        matches!(missing, Err(Error::NotFound("users"))),
        "{missing:?}"
    );
    let first = user.posts().with(Post::AUTHOR).optional(db).await?;
    let expected = data
        .posts_of(user)
        .first()
        .map(|post| (post.clone(), user.clone()));
    assert_eq!(first, expected);

    let mut cursor = None;
    let mut all = Vec::new();
    loop {
        let posts = Post::all().order_by(Post::TITLE.asc());
        let page = posts
            .with(Post::AUTHOR)
            .with(Post::TAGS)
            .page(cursor.as_deref(), 7);
        let page = page.all(db).await?;
        all.extend(page.rows);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    let mut posts = data.posts.clone();
    posts.sort_by(|one, other| (&one.title, one.id).cmp(&(&other.title, other.id)));
    let expected = posts
        .iter()
        .map(|post| (post.clone(), data.user(post.author_id), data.tags_of(post)));
    assert_eq!(all, expected.collect::<Vec<_>>());
    Ok(())
}

async fn there_may_be_many_rows(db: &Database) -> Result<()> {
    fill(db).await?;
    let rows = |from: i32, row: &dyn Fn(i32) -> String| {
        (from..from + 1000)
            .map(row)
            .collect::<Vec<String>>()
            .join(", ")
    };
    for thousand in 1..=4 {
        let users = rows(thousand * 1000, &|id| format!("({id}, 'many')"));
        let text = format!("INSERT INTO users (id, name) VALUES {users}");
        tablewright_test_conformance::sql::run(db, &text).await?;
        let rooms = rows(thousand * 1000, &|id| format!("('many', {id})"));
        let text = format!("INSERT INTO rooms (house, number) VALUES {rooms}");
        tablewright_test_conformance::sql::run(db, &text).await?;
        let desks = rows(thousand * 1000, &|id| format!("({id}, 'many', {id})"));
        let text = format!("INSERT INTO desks (id, house, number) VALUES {desks}");
        tablewright_test_conformance::sql::run(db, &text).await?;
    }
    let users = User::all()
        .with(User::POSTS)
        .with(User::PROFILE)
        .all(db)
        .await?;
    assert_eq!(users.len(), 4012);
    assert_eq!(
        users.iter().map(|(_, posts, _)| posts.len()).sum::<usize>(),
        30
    );
    assert_eq!(
        users
            .iter()
            .filter(|(_, _, profile)| profile.is_some())
            .count(),
        4
    );
    let tx = db.begin().await?;
    for number in 1..=300_i16 {
        let token = Uuid::from_u128(u128::from(number.unsigned_abs()) << 64 | 7);
        Guest::insert(NewGuest {
            token,
            since: Date::constant(2024, 1, 1),
        })
        .one(&tx)
        .await?;
        Stay::insert(NewStay {
            house: "many".into(),
            number: 1000 + number,
            guest_token: token,
        })
        .one(&tx)
        .await?;
    }
    tx.commit().await?;
    let guests = Guest::filter(Guest::ROOMS.any(Room::HOUSE.eq("many"))).with(Guest::ROOMS);
    let guests = guests.all(db).await?;
    assert_eq!(guests.len(), 300);
    assert!(guests.iter().all(|(guest, rooms)| {
        let number = (guest.token.as_u128() >> 64) as i16;
        matches!(&**rooms, [room] if room.number == 1000 + number)
    }));
    let guests: Vec<Guest> = guests.into_iter().map(|(guest, _)| guest).collect();
    let room = Room::find("many", 4999).one(db).await?;
    room.set_guests(&guests, db).await?;
    assert_eq!(room.guests().count(db).await?, 300);
    room.set_guests(&guests[..10], db).await?;
    assert_eq!(room.guests().count(db).await?, 10);
    let rooms = Room::filter(Room::HOUSE.eq("many"))
        .with(Room::DESKS)
        .all(db)
        .await?;
    assert_eq!(rooms.len(), 4000);
    assert!(
        rooms.iter().all(|(room, desks)| {
            matches!(&**desks, [desk] if desk.number == Some(room.number))
        })
    );
    Ok(())
}

async fn rows_may_come_in_no_order(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let mut users = User::all().unordered().all(db).await?;
    users.sort_by_key(|user| user.id);
    assert_eq!(users, data.users);

    let trees = User::all().with(User::POSTS.unordered()).unordered();
    let mut trees = trees.all(db).await?;
    trees.sort_by_key(|(user, _)| user.id);
    for (_, posts) in &mut trees {
        posts.sort_by_key(|post| post.id);
    }
    assert_eq!(trees, each(&data.users, |user| data.posts_of(user)));

    let pairs = Post::all().join(Post::AUTHOR);
    for pairs in [
        pairs.unordered(),
        Post::all().unordered().join(Post::AUTHOR),
    ] {
        let mut pairs = pairs.all(db).await?;
        pairs.sort_by_key(|(post, _)| post.id);
        assert_eq!(pairs, each(&data.posts, |post| data.user(post.author_id)));
    }

    // The later call counts, and a page needs an order.
    let names = User::all().unordered().order_by(User::ID.desc());
    let last = names.limit(1).one(db).await?;
    assert_eq!(Some(&last), data.users.last());
    let unordered = User::all().order_by(User::ID.desc()).unordered();
    let page = unordered.page(None, 2).all(db).await?;
    assert_eq!(page.rows, data.users[..2]);
    let first = User::all().with(User::POSTS.unordered().limit(1));
    let first = first.all(db).await?;
    let expected = each(&data.users, |user| {
        let posts = data.posts_of(user).into_iter();
        posts.take(1).collect::<Vec<Post>>()
    });
    assert_eq!(first, expected);
    Ok(())
}

async fn what_is_unordered_is_not_sorted(_: &Database) -> Result<()> {
    let db = Sqlite::memory()?;
    relations::create_all(&db)?;
    for id in 1..=3 {
        User::insert(NewUser {
            id,
            name: "somebody".into(),
        })
        .one(&db)?;
        Post::insert(NewPost {
            id,
            title: "a".into(),
            published: true,
            author_id: 1,
        })
        .one(&db)?;
    }
    // On SQLite this reveals results that depend on an order without `ORDER BY`.
    db.with(|raw| raw.pragma_update(None, "reverse_unordered_selects", true))?;
    let ids = |users: Vec<User>| Vec::from_iter(users.into_iter().map(|user| user.id));
    assert_eq!(ids(User::all().all(&db)?), [1, 2, 3]);
    assert_eq!(ids(User::all().unordered().all(&db)?), [3, 2, 1]);
    let trees = |posts| User::find(1).with(posts).one(&db);
    let ids = |posts: Vec<Post>| Vec::from_iter(posts.into_iter().map(|post| post.id));
    assert_eq!(ids(trees(User::POSTS.filter(Filter::all()))?.1), [1, 2, 3]);
    assert_eq!(ids(trees(User::POSTS.unordered())?.1), [3, 2, 1]);
    let first = |pairs: Vec<(Post, User)>| pairs.first().map(|(post, _)| post.id);
    let pairs = || Post::all().join(Post::AUTHOR);
    assert_eq!(first(pairs().all(&db)?), Some(1));
    assert_eq!(first(pairs().unordered().all(&db)?), Some(3));
    let ordered = Post::all().order_by(Post::ID.asc()).join(Post::AUTHOR);
    assert_eq!(first(ordered.unordered().all(&db)?), Some(3));
    Ok(())
}

async fn joins_give_pairs(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    assert_eq!(
        Post::all().join(Post::AUTHOR).all(db).await?,
        each(&data.posts, |post| data.user(post.author_id))
    );
    let edited = only(&data.posts, |post| post.editor_id.is_some());
    assert_eq!(
        Post::all().join(Post::EDITOR).all(db).await?,
        each(&edited, |post| data.maybe_user(post.editor_id).unwrap())
    );
    assert_eq!(
        Post::all().left_join(Post::EDITOR).all(db).await?,
        each(&data.posts, |post| data.maybe_user(post.editor_id))
    );
    assert_eq!(
        User::all().left_join(User::PROFILE).all(db).await?,
        each(&data.users, |user| data.profile_of(user))
    );
    let left = User::all().left_join(User::POSTS);
    let expected = left_of(&data.users, |user| data.posts_of(user));
    assert_eq!(left.all(db).await?, expected);
    assert_eq!(
        User::all().left_join(User::POSTS).count(db).await?,
        expected.len() as u64
    );
    assert_eq!(User::all().join(User::POSTS).count(db).await?, 30);
    assert_eq!(
        User::all()
            .join(User::POSTS)
            .limit(4)
            .offset(1)
            .count(db)
            .await?,
        4
    );
    assert_eq!(
        Post::all().left_join(Post::TAGS).all(db).await?,
        left_of(&data.posts, |post| data.tags_of(post))
    );
    assert_eq!(
        Post::all().left_join(Post::FANS).all(db).await?,
        left_of(&data.posts, |post| data.fans_of(post))
    );
    Ok(())
}

fn left_of<T: Clone, U>(rows: &[T], with: impl Fn(&T) -> Vec<U>) -> Vec<(T, Option<U>)> {
    let mut joined = Vec::new();
    for row in rows {
        let others = with(row);
        if others.is_empty() {
            joined.push((row.clone(), None));
        }
        joined.extend(others.into_iter().map(|other| (row.clone(), Some(other))));
    }
    joined
}

async fn joins_go_on(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let mut expected = Vec::new();
    for post in &data.posts {
        let author = data.user(post.author_id);
        for tag in data.tags_of(post) {
            expected.push((post.clone(), author.clone(), tag, data.profile_of(&author)));
        }
    }
    let four = Post::all()
        .join(Post::AUTHOR)
        .join(Post::TAGS)
        .left_join(User::PROFILE)
        .order_by(Post::ID.asc())
        .order_by(Tag::NAME.asc());
    assert_eq!(four.all(db).await?, expected);

    let mut expected = Vec::new();
    for (user, post) in left_of(&data.users, |user| data.posts_of(user)) {
        let comments = post
            .as_ref()
            .map_or(Vec::new(), |post| data.comments_of(post));
        if comments.is_empty() {
            expected.push((user.clone(), post.clone(), None));
        }
        for comment in comments {
            expected.push((user.clone(), post.clone(), Some(comment)));
        }
    }
    let three = User::all().left_join(User::POSTS).left_join(Post::COMMENTS);
    assert_eq!(three.all(db).await?, expected);
    Ok(())
}

async fn joins_have_conditions_and_orders(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let rows = Post::filter(Post::PUBLISHED.eq(true))
        .join(Post::AUTHOR)
        .filter(User::NAME.ne("user 1") & User::PROFILE.is(Filter::all()))
        .filter(Post::RANK.gt(0))
        .order_by(User::NAME.desc())
        .order_by(Post::ID.asc())
        .limit(3);
    let mut expected = each(&data.posts, |post| data.user(post.author_id));
    expected.retain(|(post, user)| {
        post.published
            && post.rank > Some(0)
            && user.name != "user 1"
            && data.profile_of(user).is_some()
    });
    expected.sort_by(|(post, user), (other, another)| {
        (&another.name, post.id).cmp(&(&user.name, other.id))
    });
    expected.truncate(3);
    assert_eq!(rows.all(db).await?, expected);

    // Conditions before the join are about the first model alone.
    let first = User::all()
        .order_by(User::ID.desc())
        .limit(5)
        .left_join(User::POSTS);
    let last: Vec<User> = data.users.iter().rev().take(5).cloned().collect();
    let mut found = first.order_by(Post::ID.asc()).all(db).await?;
    found.sort_by_key(|(user, post)| (-user.id, post.as_ref().map(|post| post.id)));
    assert_eq!(found, left_of(&last, |user| data.posts_of(user)));
    let of_one = User::find(3).join(User::POSTS).all(db).await?;
    let expected = data.posts_of(&data.users[3]).into_iter();
    assert_eq!(
        of_one,
        expected
            .map(|post| (data.user(3), post))
            .collect::<Vec<_>>()
    );
    // A condition of the relation is one of the join.
    let ranked = User::all().left_join(User::POSTS.filter(Post::RANK.is_null()));
    assert_eq!(
        ranked.all(db).await?,
        left_of(&data.users, |user| only(&data.posts_of(user), |post| post
            .rank
            .is_none()))
    );
    let tagged = Post::all().left_join(Post::TAGS.filter(Tag::WEIGHT.eq(1)));
    assert_eq!(
        tagged.all(db).await?,
        left_of(&data.posts, |post| only(&data.tags_of(post), |tag| tag
            .weight
            == 1))
    );

    let limited = User::all().join(User::POSTS.limit(1)).all(db).await;
    assert!(matches!(limited, Err(Error::Value(_))), "{limited:?}");
    let locked = User::all().for_update().join(User::POSTS).all(db).await;
    assert!(matches!(locked, Err(Error::Value(_))), "{locked:?}");
    let missing = User::find(99).join(User::POSTS).one(db).await;
    assert!(
        matches!(missing, Err(Error::NotFound("users"))),
        "{missing:?}"
    );
    Ok(())
}

async fn a_model_is_joined_with_itself(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let named = "user 2";
    let found = User::all()
        .join(User::MANAGER)
        .filter::<Second, _>(User::NAME.eq(named))
        .order_by::<Second, _>(User::ID.desc());
    let found = found.all(db).await?;
    let mut expected = Vec::new();
    for user in &data.users {
        expected.extend(
            data.maybe_user(user.manager_id)
                .map(|boss| (user.clone(), boss)),
        );
    }
    expected.retain(|(_, boss)| boss.name == named);
    assert!(found.windows(2).all(|pair| pair[0].1.id >= pair[1].1.id));
    let mut found = found;
    found.sort_by_key(|(user, _)| user.id);
    assert_eq!(found, expected);
    let three = User::all()
        .join(User::MANAGER)
        .join::<Second, _>(User::MANAGER);
    let three = three.all(db).await?;
    for (user, boss, top) in &three {
        assert_eq!(user.manager_id, Some(boss.id));
        assert_eq!(boss.manager_id, Some(top.id));
    }
    let all = only(&data.users, |user| {
        data.maybe_user(user.manager_id)
            .is_some_and(|boss| boss.manager_id.is_some())
    });
    assert_eq!(three.len(), all.len());
    Ok(())
}

async fn conditions_ask_what_belongs_to_a_row(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let users = async |filter: Filter<User>| User::filter(filter).all(db).await;
    let has = |condition: &dyn Fn(&User) -> bool| only(&data.users, condition);

    assert_eq!(
        users(User::POSTS.any(Post::PUBLISHED.eq(true))).await?,
        has(&|user| data.posts_of(user).iter().any(|post| post.published))
    );
    assert_eq!(
        users(User::POSTS.any(Filter::all())).await?,
        has(&|user| !data.posts_of(user).is_empty())
    );
    assert_eq!(
        users(User::POSTS.none(Post::RANK.gt(1))).await?,
        has(&|user| !data.posts_of(user).iter().any(|post| post.rank > Some(1)))
    );
    // NULL is not greater than any value, so those posts do not satisfy the condition.
    assert_eq!(
        users(User::POSTS.every(Post::RANK.ge(0))).await?,
        has(&|user| data.posts_of(user).iter().all(|post| post.rank.is_some()))
    );
    assert_eq!(
        users(!User::POSTS.any(Post::COMMENTS.any(Comment::TEXT.eq("comment 2")))).await?,
        has(&|user| {
            !data.posts_of(user).iter().any(|post| {
                data.comments_of(post)
                    .iter()
                    .any(|comment| comment.text == "comment 2")
            })
        })
    );
    // Of the same table, and of the same table again.
    let boss = |user: &User| data.maybe_user(user.manager_id);
    assert_eq!(
        users(User::MANAGER.is(User::NAME.eq("user 1"))).await?,
        has(&|user| boss(user).is_some_and(|boss| boss.name == "user 1"))
    );
    assert_eq!(
        users(User::MANAGER.is(User::MANAGER.is(Filter::all())) & User::NAME.ne("user 4")).await?,
        has(&|user| {
            boss(user).is_some_and(|boss| boss.manager_id.is_some()) && user.name != "user 4"
        })
    );
    assert_eq!(
        users(User::REPORTS.any(User::REPORTS.none(Filter::all()))).await?,
        has(&|user| {
            let reports = only(&data.users, |other| other.manager_id == Some(user.id));
            reports.iter().any(|report| {
                !data
                    .users
                    .iter()
                    .any(|other| other.manager_id == Some(report.id))
            })
        })
    );
    assert_eq!(
        Post::filter(Post::AUTHOR.is(User::NAME.eq("user 1")) | Post::TAGS.any(Tag::NAME.eq("A")))
            .all(db)
            .await?,
        only(&data.posts, |post| {
            data.user(post.author_id).name == "user 1"
                || data.tags_of(post).iter().any(|tag| tag.name == "A")
        })
    );
    assert_eq!(
        Post::filter(Post::TAGS.every(Tag::WEIGHT.gt(0)))
            .count(db)
            .await?,
        only(&data.posts, |post| data
            .tags_of(post)
            .iter()
            .all(|tag| tag.weight > 0))
        .len() as u64
    );
    // With other conditions, orders and columns around.
    let titles: Vec<String> = Post::filter(Post::FANS.any(User::ID.in_([1, 2])))
        .order_by(Post::ID.desc())
        .select(Post::TITLE)
        .all(db)
        .await?;
    let fans = only(&data.posts, |post| {
        data.fans_of(post)
            .iter()
            .any(|user| user.id == 1 || user.id == 2)
    });
    let expected: Vec<String> = fans.iter().rev().map(|post| post.title.clone()).collect();
    assert_eq!(titles, expected);

    let deep = (0..300).fold(Filter::all(), |filter, _| User::MANAGER.is(filter));
    let deep = User::filter(deep).all(db).await;
    assert!(matches!(deep, Err(Error::Value(_))), "{deep:?}");
    Ok(())
}

async fn changes_ask_what_belongs_to_a_row(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let led = only(&data.users, |user| user.manager_id.is_some());
    let changed = User::filter(User::MANAGER.is(Filter::all()))
        .update()
        .set(User::NAME, "led");
    let mut changed = changed.all(db).await?;
    changed.sort_by_key(|user| user.id);
    assert_eq!(changed.len(), led.len());
    assert_eq!(User::filter(User::NAME.eq("led")).all(db).await?, changed);

    let lonely = only(&data.posts, |post| data.comments_of(post).is_empty());
    let mut gone = Post::filter(Post::COMMENTS.none(Filter::all()))
        .delete()
        .all(db)
        .await?;
    gone.sort_by_key(|post| post.id);
    assert_eq!(gone, lonely);
    assert_eq!(Post::all().count(db).await?, 30 - gone.len() as u64);
    // Those without rows below them, by a condition on the table that is changed.
    let below = only(&data.users, |user| {
        !data
            .users
            .iter()
            .any(|other| other.manager_id == Some(user.id))
    });
    let gone = User::filter(User::REPORTS.none(Filter::all()))
        .delete()
        .execute(db)
        .await?;
    assert_eq!(gone, below.len() as u64);
    let first = User::filter(User::POSTS.none(Post::ID.lt(0)))
        .limit(1)
        .delete()
        .execute(db)
        .await?;
    assert_eq!(first, 1);
    Ok(())
}

async fn connections_are_added_and_removed(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let post = &data.posts[0];
    let unused = data.tags.iter().find(|tag| tag.name == "unused").unwrap();
    assert!(post.add_tag(unused, db).await?);
    assert!(!post.add_tag(unused, db).await?);
    assert_eq!(unused.posts().all(db).await?, std::slice::from_ref(post));
    assert!(post.remove_tag(unused, db).await?);
    assert!(!post.remove_tag(unused, db).await?);
    assert!(unused.add_post(post, db).await?);
    assert!(unused.remove_post(post, db).await?);
    assert_eq!(post.tags().all(db).await?, data.tags_of(post));

    // An existing connection does not make a transaction fail.
    let tx = db.begin().await?;
    assert!(post.add_tag(unused, &tx).await?);
    assert!(!post.add_tag(unused, &tx).await?);
    assert!(post.tags().exists(&tx).await?);
    tx.commit().await?;

    let strange = Tag {
        name: "strange".to_owned(),
        weight: 0,
    };
    let refused = post.add_tag(&strange, db).await;
    assert!(matches!(refused, Err(Error::ForeignKey(_))), "{refused:?}");
    assert!(!post.remove_tag(&strange, db).await?);

    let (room, guest) = (&data.rooms[1], &data.guests[1]);
    room.remove_guest(guest, db).await?;
    assert!(room.add_guest(guest, db).await?);
    assert!(!guest.add_room(room, db).await?);
    assert!(room.guests().all(db).await?.contains(guest));
    assert!(guest.remove_room(room, db).await?);

    // There may be several votes, which need more than a post and a user.
    let voted = data
        .posts
        .iter()
        .find(|post| !data.fans_of(post).is_empty())
        .unwrap();
    let fan = &data.fans_of(voted)[0];
    assert!(voted.remove_fan(fan, db).await?);
    assert!(!voted.fans().all(db).await?.contains(fan));
    Ok(())
}

async fn connections_are_replaced(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let post = &data.posts[3];
    let all = data.tags.clone();
    for tags in [&all[..], &all[1..3], &all[2..4], &[], &all[..1], &all[..1]] {
        post.set_tags(tags, db).await?;
        assert_eq!(post.tags().all(db).await?, tags);
    }
    post.set_tags(&[all[0].clone(), all[0].clone()], db).await?;
    assert_eq!(post.tags().all(db).await?, &all[..1]);
    assert_eq!(
        data.posts[4].tags().all(db).await?,
        data.tags_of(&data.posts[4])
    );

    // A failed call changes nothing.
    let strange = Tag {
        name: "strange".to_owned(),
        weight: 0,
    };
    let refused = post.set_tags(&[all[1].clone(), strange], db).await;
    assert!(matches!(refused, Err(Error::ForeignKey(_))), "{refused:?}");
    assert_eq!(post.tags().all(db).await?, &all[..1]);

    let mut tx = db.begin().await?;
    let save = tx.begin().await?;
    post.set_tags(&all, &save).await?;
    save.rollback().await?;
    tx.commit().await?;
    assert_eq!(post.tags().all(db).await?, &all[..1]);

    let room = &data.rooms[2];
    for guests in [&data.guests[..], &data.guests[1..2], &data.guests[2..], &[]] {
        room.set_guests(guests, db).await?;
        assert_eq!(
            sorted(room.guests().all(db).await?),
            sorted(guests.to_vec())
        );
    }
    let guest = &data.guests[0];
    for rooms in [&data.rooms[..], &data.rooms[1..3], &data.rooms[2..], &[]] {
        guest.set_rooms(rooms, db).await?;
        assert_eq!(guest.rooms().all(db).await?, rooms);
    }
    Ok(())
}

async fn futures_can_be_sent(db: &Database) -> Result<()> {
    let data = fill(db).await?;
    let db = db.clone();
    let task = tokio::spawn(async move {
        let users = User::all().with(User::POSTS.with(Post::TAGS.limit(1)).with(Post::AUTHOR));
        let users = users.all(&db).await?;
        let page = Post::all()
            .with(Post::AUTHOR)
            .page(None, 3)
            .all(&db)
            .await?;
        let posts = Post::all()
            .join(Post::AUTHOR)
            .left_join(Post::TAGS)
            .all(&db)
            .await?;
        let (post, _, tag) = &posts[0];
        post.set_tags(tag.as_slice(), &db).await?;
        post.remove_tag(
            &Tag {
                name: "a".to_owned(),
                weight: 0,
            },
            &db,
        )
        .await?;
        Ok::<_, Error>((users.len(), page.rows.len()))
    });
    assert_eq!(task.await.unwrap()?, (data.users.len(), 3));
    Ok(())
}

async fn keys_that_are_the_same_to_the_database_are_keys(db: &Database) -> Result<()> {
    let label = Label::insert(NewLabel { name: "Ada".into() })
        .one(db)
        .await?;
    let sticker = Sticker::insert(NewSticker {
        label_name: "ADA".into(),
    })
    .one(db)
    .await?;
    assert_eq!(
        label.stickers().all(db).await?,
        std::slice::from_ref(&sticker)
    );
    let loaded = Label::all().with(Label::STICKERS).all(db).await?;
    assert_eq!(loaded, [(label.clone(), vec![sticker.clone()])]);
    let joined = Label::all().join(Label::STICKERS).all(db).await?;
    assert_eq!(joined, [(label, sticker)]);
    Ok(())
}

/// A post and its tags.
type Tree = (Post, Vec<Tag>);

#[test]
fn a_blocking_connection_gives_values() -> Result<()> {
    let mut db = Sqlite::memory()?;
    relations::create_all(&db)?;
    let ada = User::insert(NewUser {
        id: 1,
        name: "Ada".into(),
    })
    .one(&db)?;
    let post = Post::insert(NewPost {
        id: 1,
        title: "Hello".into(),
        published: true,
        author_id: ada.id,
    })
    .one(&db)?;
    let tag = Tag::insert(NewTag {
        name: "rust".into(),
    })
    .one(&db)?;
    assert!(post.add_tag(&tag, &db)?);
    let users: Vec<(User, Vec<Tree>)> = User::all().with(User::POSTS.with(Post::TAGS)).all(&db)?;
    assert_eq!(
        users,
        [(ada.clone(), vec![(post.clone(), vec![tag.clone()])])]
    );
    let joined: Vec<(Post, User, Option<User>)> = Post::all()
        .join(Post::AUTHOR)
        .left_join(Post::EDITOR)
        .all(&db)?;
    assert_eq!(joined, [(post.clone(), ada.clone(), None)]);
    let tx = db.begin()?;
    post.set_tags(&[], &tx)?;
    assert_eq!(post.tags().all(&tx)?, []);
    tx.rollback()?;
    assert_eq!(post.tags().one(&db)?, tag);
    Ok(())
}
