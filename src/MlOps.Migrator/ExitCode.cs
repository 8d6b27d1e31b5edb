using MlOps.Domain.Monitoring;
using MlOps.Persistence;
using MlOps.PrivateServer;

namespace MlOps.Migrator;

/// <summary>How the command ends. docs/cli.md lists the numbers; scripts rely on them.</summary>
internal static class ExitCode
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;

    /// <summary>The gate rejects the challenger.</summary>
    public const int Rejected = 28;

    /// <summary>The gate would promote the challenger, and another person must agree.</summary>
    public const int PendingApproval = 29;

    /// <summary>As shells have it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>As programs that watch others expect it. `health` alone ends so, and 1 and 2 are also those of errors.</summary>
    public static int Of(HealthState state) => (int)state;

    public static int Of(MlOpsError error) => error switch
    {
        MlOpsError.Configuration => 3,
        MlOpsError.ServerUnreachable => 4,
        MlOpsError.AuthenticationFailed => 5,
        MlOpsError.DatabaseUnavailable => 6,
        MlOpsError.NewerSchema => 7,
        MlOpsError.Conflict => 11,
        MlOpsError.NotFound => 12,
        MlOpsError.JournalFull => 13,
        MlOpsError.JournalUnavailable => 14,
        MlOpsError.JournalRecordTooLarge => 15,
        MlOpsError.QueueFull => 16,
        MlOpsError.WriterStopped => 17,
        MlOpsError.Refused => 18,
        MlOpsError.OrphanRows => 19,
        MlOpsError.ImportIncomplete => 21,
        MlOpsError.AdoptionRefused => 22,
        MlOpsError.NothingCanBeWritten => 23,
        MlOpsError.SliceGone => 24,
        MlOpsError.NotReproduced => 25,
        MlOpsError.JobFailed => 26,
        MlOpsError.RegisteredOtherwise => 27,
        MlOpsError.BackupDamaged => 30,
        MlOpsError.TargetNotEmpty => 31,
        MlOpsError.BackupUnavailable => 32,
        MlOpsError.LocksTooLong => 35,
        MlOpsError.DataWouldBeLost => 36,
        MlOpsError.TakeoverRefused => 37,
        _ => Unexpected,
    };

    public static int Of(PrivateServerError error) => error switch
    {
        PrivateServerError.AuthenticationFailed => Of(MlOpsError.AuthenticationFailed),
        PrivateServerError.PostgresNotFound => 8,
        PrivateServerError.Directory => 9,
        PrivateServerError.Server => 10,
        _ => Unexpected,
    };
}
