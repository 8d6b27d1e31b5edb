using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Training;

/// <summary>One version of a dataset for training or evaluation, with its source.</summary>
public sealed class TrainingDataset : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxVersionLength = 50;
    public const int MaxSourceLength = 2000;
    public const int MaxChecksumLength = 200;

    private readonly HashSet<TrainingJob> _jobs = [];

    private TrainingDataset()
    {
    }

    private TrainingDataset(string name, string version, string source, Json schema, long rowCount, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        Version = Guard.Text(version, nameof(Version), MaxVersionLength);
        Source = Guard.Text(source, nameof(Source), MaxSourceLength);
        Schema = Guard.Given(schema, nameof(Schema));
        RowCount = Guard.NotNegative(rowCount, nameof(RowCount));
    }

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>Unique within the name.</summary>
    [MaxLength(MaxVersionLength)]
    public string Version { get; private set; } = null!;

    /// <summary>The query, table or URI that the data comes from.</summary>
    [MaxLength(MaxSourceLength)]
    public string Source { get; private set; } = null!;

    /// <summary>Its columns, as a JSON schema.</summary>
    public Json Schema { get; private set; } = null!;

    public long RowCount { get; private set; }

    /// <summary>With its algorithm: "sha256:…".</summary>
    [MaxLength(MaxChecksumLength)]
    public string? Checksum { get; private set; }

    /// <summary>From 0 to 1; null until it is assessed.</summary>
    public double? QualityScore { get; private set; }

    /// <summary>The names of the features in it.</summary>
    public IReadOnlyList<string> FeatureNames { get; private set; } = [];

    /// <summary>The feature values are those known at this time. Later values are not in it.</summary>
    public DateTimeOffset? FeaturesKnownAt { get; private set; }

    /// <summary>The jobs that train with the dataset, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<TrainingJob> Jobs => _jobs;

    public static TrainingDataset Register(
        string name,
        string version,
        string source,
        Json schema,
        long rowCount,
        DateTimeOffset at,
        string? checksum = null,
        IReadOnlyCollection<string>? featureNames = null,
        DateTimeOffset? featuresKnownAt = null) =>
        new(name, version, source, schema, rowCount, at)
        {
            Checksum = Guard.OptionalText(checksum, nameof(Checksum), MaxChecksumLength),
            FeatureNames =
                [.. (featureNames ?? []).Select(feature => Guard.Text(feature, nameof(FeatureNames), MaxNameLength))],
            FeaturesKnownAt = Guard.Time(featuresKnownAt, nameof(FeaturesKnownAt)),
        };

    /// <summary>Stores the quality of the data. A later assessment replaces it.</summary>
    public void Assess(double qualityScore, DateTimeOffset at)
    {
        var score = Guard.Between(qualityScore, 0, 1, nameof(QualityScore));
        Touch(at);
        QualityScore = score;
    }

    public override string ToString() => $"Version {Version} of dataset '{Name}'";
}
