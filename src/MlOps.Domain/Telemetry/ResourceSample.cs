using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>The use of a resource at one moment: of a disk, of memory, of a table.</summary>
public sealed class ResourceSample : Entity
{
    public const int MaxNameLength = 255;

    /// <summary>A resource is short if more than this share is in use.</summary>
    public const double ShortageThreshold = 0.85;

    private ResourceSample()
    {
    }

    private ResourceSample(DateTimeOffset at)
        : base(at)
    {
    }

    public ResourceKind Kind { get; private set; }

    [MaxLength(MaxNameLength)]
    public string Resource { get; private set; } = null!;

    public double Used { get; private set; }

    /// <summary>The available amount; null if there is no limit.</summary>
    public double? Capacity { get; private set; }

    /// <summary>The share in use. The database computes the same.</summary>
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
