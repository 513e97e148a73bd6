//! Strings in SQL that look like something else to a parser that does not read them to the end.

/// A text in the syntax of each database.
pub struct Spelling {
    /// The name of a model: those with `Key`, `Expression` or `Condition` at the end are others.
    pub model: &'static str,
    /// The value of the expressions.
    pub value: &'static str,
    /// The expression, for each of `DIALECTS`.
    pub sql: [&'static str; 4],
}

/// The databases, as models.yaml names them.
pub const DIALECTS: [&str; 4] = ["sqlite", "postgres", "mysql", "mariadb"];

/// Every spelling.
pub const SPELLINGS: &[Spelling] = &[
    same("BlockComment", "x", "'x' /* that's it */"),
    same("LineComment", "x", "'x' -- it's\n"),
    same("QuoteComment", "x", "'x' /* \" ` */"),
    same("ParameterComment", "x", "'x' /* ? $1 :name @p ?1 ; ) */"),
    Spelling {
        model: "HashComment",
        value: "x",
        sql: [
            "'x' -- it's \"\n",
            "'x' -- it's \"\n",
            "'x' # it's \"\n",
            "'x' # it's \"\n",
        ],
    },
    // Comments nest on PostgreSQL alone.
    Spelling {
        model: "NestedComment",
        value: "x",
        sql: [
            "'x' /* a /* it's */",
            "'x' /* a /* it's */ \" */",
            "'x' /* a /* it's */",
            "'x' /* a /* it's */",
        ],
    },
    // A comment that MySQL and MariaDB run.
    Spelling {
        model: "VersionComment",
        value: "xit's",
        sql: [
            "'xit''s' /*! that's it */",
            "'xit''s' /*! that's it */",
            "concat('x' /*!50000 , 'it''s' */)",
            "concat('x' /*!50000 , 'it''s' */)",
        ],
    },
    same("ParameterText", "? $1 :name @p ?1", "'? $1 :name @p ?1'"),
    same("CommentText", "/* -- # ; ) $$ (", "'/* -- # ; ) $$ ('"),
    Spelling {
        model: "DoubledText",
        value: "it's",
        sql: ["'it''s'", "E'it''s'", "'it''s'", "'it''s'"],
    },
    Spelling {
        model: "EscapedText",
        value: "it's",
        sql: ["'it''s'", r"E'it\'s'", r"'it\'s'", r"'it\'s'"],
    },
    Spelling {
        model: "BackslashText",
        value: r"it\",
        sql: [r"'it\'", r"'it\'", r"'it\\'", r"'it\\'"],
    },
    Spelling {
        model: "QuotedText",
        value: "it's",
        sql: ["'it''s'", "$$it's$$", "\"it's\"", "\"it's\""],
    },
    Spelling {
        model: "TaggedText",
        value: "it's $$",
        sql: ["'it''s $$'", "$q$it's $$$q$", "\"it's $$\"", "\"it's $$\""],
    },
];

const fn same(model: &'static str, value: &'static str, sql: &'static str) -> Spelling {
    Spelling {
        model,
        value,
        sql: [sql; 4],
    }
}
