namespace MlOps.Import.Source;

/// <summary>A column that is read, under the first of several names that the table has.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="SourceNames">The names that the source may have for it.</param>
internal sealed record SourceColumn(string Name, string[] SourceNames)
{
    /// <summary>Whether the table cannot be imported without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether values that are no text are read as JSON.</summary>
    public bool IsDocument { get; init; }

    /// <summary>The only type that is read; null if any is.</summary>
    public string? Type { get; init; }

    /// <summary>What happens where the table has no such column, as a sentence for the report.</summary>
    public string? MissingRemark { get; init; }

    /// <summary>A column that has one name, and may be missing.</summary>
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

    public SourceColumn WhenMissing(string remark) => this with { MissingRemark = remark };
}
