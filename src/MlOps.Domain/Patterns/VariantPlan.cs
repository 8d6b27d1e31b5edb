namespace MlOps.Domain.Patterns;

/// <summary>One side of an A/B experiment, as it is designed.</summary>
public sealed record VariantPlan
{
    /// <param name="name">Unique within the experiment.</param>
    /// <param name="plannedShare">How much of all who take part it is to get, above 0 and at most 1.</param>
    public VariantPlan(string name, double plannedShare)
    {
        Name = Guard.Text(name, nameof(Name), AbVariant.MaxNameLength);
        PlannedShare = Guard.Between(
            Guard.Positive(plannedShare, nameof(PlannedShare)), 0, 1, nameof(PlannedShare));
    }

    public string Name { get; }

    public double PlannedShare { get; }
}
