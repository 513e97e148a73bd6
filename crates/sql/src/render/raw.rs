//! The user's own SQL.

use super::Renderer;

impl Renderer<'_, '_> {
    /// The SQL, unchanged: it already has the placeholders of the dialect.
    pub(super) fn raw(&mut self, parameters: u32) {
        self.parameters = parameters as usize;
        let sql = self.text();
        self.push(sql);
    }
}
