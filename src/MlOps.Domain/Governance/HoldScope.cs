namespace MlOps.Domain.Governance;

/// <summary>What a legal hold keeps.</summary>
public enum HoldScope
{
    /// <summary>All rows of the tenant.</summary>
    Tenant,

    /// <summary>The predictions of all versions of a model, with what belongs to them, and its metrics.</summary>
    Model,

    /// <summary>The rows of a span of time.</summary>
    Window,

    /// <summary>One prediction, with what belongs to it.</summary>
    Prediction,
}
