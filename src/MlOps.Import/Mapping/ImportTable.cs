using MlOps.Domain;
using MlOps.Import.Source;

namespace MlOps.Import.Mapping;

/// <summary>How the rows of a table of the source become entities. Each table that is known has one.</summary>
internal abstract class ImportTable
{
    /// <summary>The text for what the source does not name, where a text is needed.</summary>
    public const string Unknown = "unknown";

    /// <summary>What is read from the source.</summary>
    public abstract TableShape Source { get; }

    /// <summary>The table into which the rows go.</summary>
    public virtual string Target => Source.Name;

    /// <summary>The entity of which each row becomes one.</summary>
    public abstract Type EntityType { get; }

    /// <summary>Whether each import reads all of its rows: other rows name them, or may have lost what they are parts of.</summary>
    public virtual bool IsReadWhole => false;

    /// <summary>The columns with the time of an id, of which the first one with a value counts; none if it holds no time.</summary>
    public virtual IReadOnlyList<string> Times => [];

    /// <summary>
    /// The columns that may hold the id of a row, of which the first one with a value counts, each with the table of the source in which
    /// it is unique; null for the table of the row.
    /// </summary>
    public virtual IReadOnlyList<(string Column, string? Table)> Ids => [("id", null)];

    /// <summary>
    /// The entity of which each row becomes one, in a table that is sliced by time, if days that are complete need not be read again;
    /// null if all rows must be read, since later ones depend on them.
    /// </summary>
    public virtual Type? CountedAs => null;

    /// <summary>
    /// Creates the entity of a row, and after it the entities of its history. Throws a <see cref="DomainException"/> if the row
    /// breaks a rule.
    /// </summary>
    public abstract IEnumerable<Entity> Map(SourceRow row, ImportContext import);
}
