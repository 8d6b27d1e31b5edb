using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Registry;

/// <summary>A named model. What actually runs is one of its versions.</summary>
public sealed class Model : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxKindLength = 100;
    public const int MaxDescriptionLength = 100_000;

    private readonly HashSet<ModelVersion> _versions = [];

    private Model()
    {
    }

    private Model(string name, string modelType, string framework, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        ModelType = Guard.Text(modelType, nameof(ModelType), MaxKindLength);
        Framework = Guard.Text(framework, nameof(Framework), MaxKindLength);
    }

    /// <summary>Unique within the tenant. It never changes, since versions and dashboards refer to it.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>Its task: "classification", "regression", "ranking".</summary>
    [MaxLength(MaxKindLength)]
    public string ModelType { get; private set; } = null!;

    /// <summary>Its framework: "scikit-learn", "onnx", "pytorch".</summary>
    [MaxLength(MaxKindLength)]
    public string Framework { get; private set; } = null!;

    public string? Description { get; private set; }

    [MaxLength(MaxNameLength)]
    public string? Owner { get; private set; }

    public TagSet Tags { get; private set; } = TagSet.Empty;

    /// <summary>The metrics that the model must at least reach.</summary>
    public MetricSet BaselineMetrics { get; private set; } = MetricSet.Empty;

    public ModelStatus Status { get; private set; }

    /// <summary>The versions of the model, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ModelVersion> Versions => _versions;

    public static Model Register(
        string name,
        string modelType,
        string framework,
        DateTimeOffset at,
        string? owner = null,
        string? description = null) =>
        new(name, modelType, framework, at)
        {
            Owner = Guard.OptionalText(owner, nameof(Owner), MaxNameLength),
            Description = Guard.OptionalText(description, nameof(Description), MaxDescriptionLength),
        };

    public void Describe(string? description, DateTimeOffset at)
    {
        var text = Guard.OptionalText(description, nameof(Description), MaxDescriptionLength);
        Touch(at);
        Description = text;
    }

    public void HandOver(string owner, DateTimeOffset at)
    {
        var name = Guard.Text(owner, nameof(Owner), MaxNameLength);
        Touch(at);
        Owner = name;
    }

    public void Tag(string key, string value, DateTimeOffset at)
    {
        var tags = Tags.With(key, value);
        Touch(at);
        Tags = tags;
    }

    public void Untag(string key, DateTimeOffset at)
    {
        Touch(at);
        Tags = Tags.Without(key);
    }

    public void SetBaseline(MetricSet metrics, DateTimeOffset at)
    {
        Guard.Given(metrics, nameof(BaselineMetrics));
        Touch(at);
        BaselineMetrics = metrics;
    }

    /// <summary>Takes the model out of use. It gets no new versions until it is restored.</summary>
    public void Archive(DateTimeOffset at) => MoveTo(ModelStatus.Archived, at);

    public void Restore(DateTimeOffset at) => MoveTo(ModelStatus.Active, at);

    private void MoveTo(ModelStatus status, DateTimeOffset at)
    {
        if (Status == status)
            throw new IllegalTransitionException($"Model '{Name}' is already {Status}.");

        Touch(at);
        Status = status;
    }
}
