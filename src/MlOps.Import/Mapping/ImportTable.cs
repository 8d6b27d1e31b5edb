using MlOps.Domain;
using MlOps.Import.Source;

namespace MlOps.Import.Mapping;

/// <summary>How the rows of a table of the source become entities. There is one for each table that is known.</summary>
internal abstract class ImportTable
{
    /// <summary>The text where the source has none and something is needed.</summary>
    public const string Unknown = "unknown";

    /// <summary>What is read from the source.</summary>
    public abstract TableShape Source { get; }

    /// <summary>The table of ours for the rows.</summary>
    public virtual string Target => Source.Name;

    /// <summary>
    /// Makes the entity of a row, and after it the entities of its history. Throws a <see cref="DomainException"/> if the row
    /// breaks a rule.
    /// </summary>
    public abstract IEnumerable<Entity> Map(SourceRow row, ImportContext import);
}
