namespace MlOps.Domain.Retraining;

/// <summary>Two versions of a model, compared by the labels of a window.</summary>
public sealed record VersionComparison
{
    public required string ModelName { get; init; }

    /// <summary>The first version.</summary>
    public required string Version { get; init; }

    /// <summary>The version that it is compared with.</summary>
    public required string Other { get; init; }

    public required TimeWindow Window { get; init; }

    /// <summary>How they were compared, with the metrics that fit the model.</summary>
    public required ComparisonTerms Terms { get; init; }

    /// <summary>All predictions of the first version in the window.</summary>
    public required long VersionPredictions { get; init; }

    /// <summary>Those with a label.</summary>
    public required long VersionLabelled { get; init; }

    /// <summary>All predictions of the other version in the window.</summary>
    public required long OtherPredictions { get; init; }

    /// <summary>Those with a label.</summary>
    public required long OtherLabelled { get; init; }

    /// <summary>
    /// The evidence of each source that has any: all predictions first, then each segment by each feature. Empty if nothing compares the
    /// versions.
    /// </summary>
    public required IReadOnlyList<ComparisonPart> Parts { get; init; }

    /// <summary>What is missing if nothing compares the versions.</summary>
    public IEnumerable<string> ListMissing()
    {
        if (Parts.Count > 0)
            yield break;

        yield return Describe(Version, VersionPredictions, VersionLabelled);
        yield return Describe(Other, OtherPredictions, OtherLabelled);
        if (VersionLabelled + OtherLabelled > 0)
            yield return "Neither answered a labelled prediction of the other as a shadow.";
    }

    private static string Describe(string version, long predictions, long labelled) => (predictions, labelled) switch
    {
        (0, _) => $"Version {version} made no prediction in the window.",
        (_, 0) => $"Version {version} made {predictions} predictions in the window, and none of them has a label.",
        _ => $"Version {version} made {predictions} predictions in the window, and {labelled} of them have a label.",
    };
}
