using System.Runtime.ExceptionServices;

namespace MlOps.Migrator.Jobs;

/// <summary>Why the process cannot go on.</summary>
internal sealed class FatalError
{
    /// <summary>Null as long as it can.</summary>
    public ExceptionDispatchInfo? Cause { get; set; }
}
