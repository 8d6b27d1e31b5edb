using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using Npgsql;

namespace MlOps.Migrator.Registry;

/// <summary>Registers a model, a version of it, or both, in one transaction. What is there with the same content stays as it is.</summary>
internal sealed class Registration(TenantDatabase database, ModelContent model, VersionContent? version, StageChange? staging)
{
    /// <summary>Registers what is missing. A new version answers the retraining request of its model.</summary>
    /// <returns>Whether anything was missing, and the request that is answered.</returns>
    /// <exception cref="MlOpsException">Something is registered with other content, or the model is unknown.</exception>
    public async Task<(bool IsNew, Guid? Answered)> RunAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(at, cancellationToken);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException
            || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another process has registered it, or has closed the request meanwhile.
            return await TryAsync(at, cancellationToken);
        }
    }

    private async Task<(bool IsNew, Guid? Answered)> TryAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var found = await new ModelRepository(context).FindAsync(model.Name, cancellationToken);
        if (found is not null)
            Refuse($"Model '{model.Name}'", model.FindDifferences(found));
        else if (!model.CanBeRegistered)
            throw new MlOpsException(
                MlOpsError.NotFound, $"There is no model '{model.Name}'. Give --type and --framework to register it.");

        var known = found ?? context.Add(model.Register(at)).Entity;
        Guid? answered = null;
        if (version is not null)
        {
            var stored = await new ModelVersionRepository(context).FindAsync(model.Name, version.Version, cancellationToken);
            if (stored is not null)
                Refuse($"{stored}", version.FindDifferences(stored));
            else
                answered = await AddAsync(context, version.Register(known, at), at, cancellationToken);
        }

        return (await context.SaveChangesAsync(cancellationToken) > 0, answered);
    }

    private async Task<Guid?> AddAsync(
        MlOpsDbContext context, ModelVersion added, DateTimeOffset at, CancellationToken cancellationToken)
    {
        context.Add(added);
        if (staging is not null)
            context.Add(added.MoveTo(ModelStage.Staging, staging));

        var open = await new RetrainingRequestRepository(context).FindOpenAsync(added.ModelName, cancellationToken);
        open?.Answer(added, at);
        return open?.Id;
    }

    private static void Refuse(string what, IEnumerable<string> differences)
    {
        if (differences.ToList() is { Count: > 0 } found)
            throw new MlOpsException(
                MlOpsError.RegisteredOtherwise,
                $"{what} is registered already, and with {string.Join(", ", found)}. Register another one, or give what is there.");
    }
}
