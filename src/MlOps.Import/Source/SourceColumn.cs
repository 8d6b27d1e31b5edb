namespace MlOps.Import.Source;

/// <summary>A column to read. Of several names, the first one that the table has is read.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="SourceNames">The names that it may have in the source.</param>
internal sealed record SourceColumn(string Name, string[] SourceNames)
{
    /// <summary>Whether the table cannot be imported without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether values are read as JSON, unless they are text.</summary>
    public bool IsDocument { get; init; }

    /// <summary>The only type that is read; null for any type.</summary>
    public string? Type { get; init; }

    /// <summary>What the import uses where the table has no such column, as the report writes it.</summary>
    public string? Default { get; init; }

    /// <summary>A column that has one name and may be missing.</summary>
    public static implicit operator SourceColumn(string name) => Column(name);

    /// <summary>A column whose values are read as text.</summary>
    public static SourceColumn Column(params string[] names) => new(names[0], names);

    /// <summary>A column whose values are read as JSON.</summary>
    public static SourceColumn Document(params string[] names) => Column(names) with { IsDocument = true };

    /// <summary>The column that identifies a row, which is called id here.</summary>
    public static SourceColumn Key(params string[] names) => Column(names).As("id").Required();

    public SourceColumn As(string name) => this with { Name = name };

    public SourceColumn Required() => this with { IsRequired = true };

    public SourceColumn OfType(string type) => this with { Type = type };

    public SourceColumn WhenMissing(string value) => this with { Default = value };
}
