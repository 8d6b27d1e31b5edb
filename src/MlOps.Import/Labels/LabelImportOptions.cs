using MlOps.Import.Files;

namespace MlOps.Import.Labels;

/// <summary>How to import labels.</summary>
public sealed record LabelImportOptions
{
    public FileFormat Format { get; init; } = FileFormat.Csv;

    /// <summary>Whether to check everything and store nothing.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The clock for the time of labels that have none.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Called for each line that is refused, in the order of the lines.</summary>
    public Action<RefusedLabel>? OnRefused { get; init; }

    /// <summary>Called after each batch with the numbers so far.</summary>
    public Action<LabelImportReport>? OnProgress { get; init; }
}
