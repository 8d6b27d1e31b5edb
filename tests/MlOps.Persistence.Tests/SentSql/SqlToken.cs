namespace MlOps.Persistence.Tests.SentSql;

/// <summary>A word, name, value or sign of a statement. Words without quotation marks are in lower case.</summary>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text)
{
    /// <summary>Whether it names something, and is no value or sign. A word may be one of the language.</summary>
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.Quoted;

    public bool Is(string text) => Kind is SqlTokenKind.Word or SqlTokenKind.Sign && Text == text;

    public bool IsOneOf(params ReadOnlySpan<string> texts) => Kind is SqlTokenKind.Word or SqlTokenKind.Sign && texts.Contains(Text);
}
