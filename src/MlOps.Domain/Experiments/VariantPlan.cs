namespace MlOps.Domain.Experiments;

/// <summary>The design of one side of an A/B experiment.</summary>
public sealed record VariantPlan
{
    /// <param name="name">Unique within the experiment.</param>
    /// <param name="plannedShare">The share of all participants that it should get, above 0 and at most 1.</param>
    public VariantPlan(string name, double plannedShare)
    {
        Name = Guard.Text(name, nameof(Name), AbVariant.MaxNameLength);
        PlannedShare = Guard.Between(
            Guard.Positive(plannedShare, nameof(PlannedShare)), 0, 1, nameof(PlannedShare));
    }

    public string Name { get; }

    public double PlannedShare { get; }
}
