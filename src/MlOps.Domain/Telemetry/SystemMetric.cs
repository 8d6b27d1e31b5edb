using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>A number that a system reported about itself at one moment.</summary>
public sealed class SystemMetric : Entity
{
    public const int MaxNameLength = 255;
    public const int MaxUnitLength = 50;

    private SystemMetric()
    {
    }

    private SystemMetric(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>The host or service that reports.</summary>
    [MaxLength(MaxNameLength)]
    public string Source { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public double Value { get; private set; }

    [MaxLength(MaxUnitLength)]
    public string? Unit { get; private set; }

    public static SystemMetric Measure(
        string source, string name, double value, DateTimeOffset at, string? unit = null) =>
        new(at)
        {
            Source = Guard.Text(source, nameof(Source), MaxNameLength),
            Name = Guard.Text(name, nameof(Name), MaxNameLength),
            Value = Guard.Finite(value, nameof(Value)),
            Unit = Guard.OptionalText(unit, nameof(Unit), MaxUnitLength),
        };
}
