//! Users and their posts, as the generator writes them for a golden case.

include!("../golden/users_and_posts/models.rs");
