using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Experiments;

/// <summary>One side of an A/B experiment. It never changes.</summary>
public sealed class AbVariant : Entity
{
    public const int MaxNameLength = 255;

    private readonly HashSet<AbResult> _results = [];

    private AbVariant()
    {
    }

    internal AbVariant(AbExperiment experiment, VariantPlan plan, bool isControl)
        : base(experiment.CreatedAt)
    {
        ExperimentId = experiment.Id;
        (Name, PlannedShare) = (plan.Name, plan.PlannedShare);
        IsControl = isControl;
    }

    public Guid ExperimentId { get; private set; }

    /// <summary>Unique within the experiment.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    /// <summary>The share of all participants that it should get.</summary>
    public double PlannedShare { get; private set; }

    /// <summary>Whether this is the one variant that all others are compared with.</summary>
    public bool IsControl { get; private set; }

    /// <summary>The results of the variant, window by window, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<AbResult> Results => _results;

    /// <summary>Follows its experiment, of which the id was replaced. See <see cref="Entity.ReplaceId"/>.</summary>
    internal void Follow(AbExperiment experiment) => ExperimentId = experiment.Id;
}
