namespace MlOps.Domain.Patterns;

/// <summary>One side of an A/B experiment. It is never changed.</summary>
public sealed class AbVariant : Entity
{
    public const int MaxNameLength = 255;

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
    public string Name { get; private set; } = null!;

    /// <summary>How much of all who take part it is to get.</summary>
    public double PlannedShare { get; private set; }

    /// <summary>Whether the others are compared with it. There is one control.</summary>
    public bool IsControl { get; private set; }
}
