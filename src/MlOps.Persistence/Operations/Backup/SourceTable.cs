namespace MlOps.Persistence.Operations.Backup;

/// <summary>A table of a database, as its catalogue has it.</summary>
/// <param name="Name">Its name, quoted where SQL needs it.</param>
/// <param name="Columns">The columns that can be written, in their order.</param>
/// <param name="Parts">Where its rows are.</param>
internal sealed record SourceTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<SourcePart> Parts);
