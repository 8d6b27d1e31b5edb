namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>What came out when a result was computed again.</summary>
public enum DriftVerdict
{
    /// <summary>The same, from the same predictions.</summary>
    Equal,

    /// <summary>The predictions of the windows are others now, or have other values.</summary>
    RowsChanged,

    /// <summary>Nothing, or something else from the same predictions.</summary>
    NotReproducible,
}
