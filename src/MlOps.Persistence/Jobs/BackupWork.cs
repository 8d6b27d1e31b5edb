using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Persistence.Jobs;

/// <summary>Backs up the rows of all tenants. It needs the login of a backup.</summary>
internal sealed class BackupWork(BackupOptions options) : IJobWork
{
    public JobKind Kind => JobKind.BackUp;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var created = await new DatabaseBackup(turn.Context).CreateAsync(options, null, cancellationToken).ConfigureAwait(false);
        var manifest = created.Backup.Manifest!;
        return new JobOutcome(Json.From(new
        {
            backup = created.Backup.Name,
            rows = manifest.Rows,
            bytes = manifest.Bytes,
            manifestHash = created.Backup.ManifestHash,
            removed = created.Removed,
        }));
    }
}
