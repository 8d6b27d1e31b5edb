using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Registry;
using Npgsql;

namespace MlOps.Migrator.Registry;

/// <summary>Registers a model, a version of it, or both, in one transaction. What is there with the same content stays as it is.</summary>
internal sealed class Registration(TenantDatabase database, ModelContent model, VersionContent? version, StageChange? staging)
{
    /// <summary>Registers what is missing.</summary>
    /// <returns>Whether anything was missing.</returns>
    /// <exception cref="MlOpsException">Something is registered with other content, or the model is unknown.</exception>
    public async Task<bool> RunAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(at, cancellationToken);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Another process has registered it meanwhile.
            return await TryAsync(at, cancellationToken);
        }
    }

    private async Task<bool> TryAsync(DateTimeOffset at, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var found = await new ModelRepository(context).FindAsync(model.Name, cancellationToken);
        if (found is not null)
            Refuse($"Model '{model.Name}'", model.FindDifferences(found));
        else if (!model.CanBeRegistered)
            throw new MlOpsException(
                MlOpsError.NotFound, $"There is no model '{model.Name}'. Give --type and --framework to register it.");

        var known = found ?? context.Add(model.Register(at)).Entity;
        if (version is not null)
        {
            var stored = await new ModelVersionRepository(context).FindAsync(model.Name, version.Version, cancellationToken);
            if (stored is not null)
                Refuse($"{stored}", version.FindDifferences(stored));
            else
                Add(context, version.Register(known, at));
        }

        return await context.SaveChangesAsync(cancellationToken) > 0;
    }

    private void Add(MlOpsDbContext context, ModelVersion added)
    {
        context.Add(added);
        if (staging is not null)
            context.Add(added.MoveTo(ModelStage.Staging, staging));
    }

    private static void Refuse(string what, IEnumerable<string> differences)
    {
        if (differences.ToList() is { Count: > 0 } found)
            throw new MlOpsException(
                MlOpsError.RegisteredOtherwise,
                $"{what} is registered already, and with {string.Join(", ", found)}. Register another one, or give what is there.");
    }
}
