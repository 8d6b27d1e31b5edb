namespace MlOps.Domain.Telemetry;

/// <summary>How much of something was in use at one moment: of a disk, of memory, of a table's size.</summary>
public sealed class ResourceSample : Entity
{
    public const int MaxNameLength = 255;

    /// <summary>From this share on a resource is short.</summary>
    public const double ShortageThreshold = 0.85;

    private ResourceSample()
    {
    }

    private ResourceSample(DateTimeOffset at)
        : base(at)
    {
    }

    public ResourceKind Kind { get; private set; }

    public string Resource { get; private set; } = null!;

    public double Used { get; private set; }

    /// <summary>How much there is, where there is an end.</summary>
    public double? Capacity { get; private set; }

    /// <summary>The share in use. Computed by the database once it is stored.</summary>
    public double? Utilization { get; private set; }

    public bool IsShort => Utilization > ShortageThreshold;

    public static ResourceSample Measure(
        ResourceKind kind, string resource, double used, DateTimeOffset at, double? capacity = null) =>
        new(at)
        {
            Kind = Guard.Declared(kind, nameof(Kind)),
            Resource = Guard.Text(resource, nameof(Resource), MaxNameLength),
            Used = Guard.NotNegative(used, nameof(Used)),
            Capacity = Guard.Positive(capacity, nameof(Capacity)),
            Utilization = used / capacity,
        };
}
