namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Which slices an application makes by itself, and how.</summary>
public sealed class SliceMaintenanceOptions
{
    /// <summary>
    /// The connection of a role that owns the tables. By default it is that of the application, which then has to be the owner.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>How many periods before the present one have slices.</summary>
    public int Behind { get; set; } = 1;

    /// <summary>How many periods after the present one have slices.</summary>
    public int Ahead { get; set; } = 2;

    /// <summary>How often missing slices are looked for.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}
