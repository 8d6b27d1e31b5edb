namespace MlOps.Persistence.Alerts;

/// <summary>What an evaluation of all rules did.</summary>
internal sealed class AlertReport
{
    /// <summary>How many rules were evaluated.</summary>
    public int Rules { get; set; }

    /// <summary>How many alerts were fired.</summary>
    public int Fired { get; set; }

    /// <summary>How many alerts were resolved.</summary>
    public int Resolved { get; set; }

    /// <summary>How many notices arrived at a sink.</summary>
    public int Sent { get; set; }

    /// <summary>What could not be measured: the rule, its subject and the reason.</summary>
    public List<string> Missing { get; } = [];
}
