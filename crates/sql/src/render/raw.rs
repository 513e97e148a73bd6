//! The user's own SQL.

use super::Renderer;

impl Renderer<'_, '_> {
    /// The SQL as it is: its placeholders are those of the dialect already.
    pub(super) fn raw(&mut self, parameters: u32) {
        self.parameters = parameters as usize;
        let sql = self.text();
        self.push(sql);
    }
}
