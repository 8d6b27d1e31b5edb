namespace MlOps.Import.Source;

/// <summary>As what a value of the source is read.</summary>
internal enum ValueKind
{
    Text,
    Number,
    Flag,
    Time,
    Span,
    Json,
    Bytes,

    /// <summary>What identifies a row, or refers to one: a uuid, a number or a text.</summary>
    Key,
}
