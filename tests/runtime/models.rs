//! Users and their posts, generated for a golden case.

include!("../golden/users_and_posts/models.rs");
