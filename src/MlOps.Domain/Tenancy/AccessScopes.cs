namespace MlOps.Domain.Tenancy;

/// <summary>What the holder of a token may do. None of them includes another.</summary>
[Flags]
public enum AccessScopes
{
    None = 0,

    /// <summary>Reads the rows of the tenant.</summary>
    Read = 1,

    /// <summary>Adds predictions, labels, feedback, events and metrics.</summary>
    Write = 2,

    /// <summary>Registers models, runs monitors and the gate, approves, promotes and rolls back.</summary>
    Decide = 4,

    /// <summary>Changes how the server works for the tenant.</summary>
    Admin = 8,
}
