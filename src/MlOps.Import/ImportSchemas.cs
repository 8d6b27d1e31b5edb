using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Transactions;

namespace MlOps.Import;

/// <summary>The schemas that the options name, of all tenants.</summary>
internal sealed class ImportSchemas(Func<Guid, MlOpsDbContext> openTenant, ImportOptions options)
{
    private readonly HashSet<string> _seenServices = new(StringComparer.Ordinal);

    /// <summary>Ensures that some tenant has each schema. Otherwise its name is wrong, or the schemas are to be defined first.</summary>
    public async Task RequireAsync(IEnumerable<Guid> tenants, CancellationToken cancellationToken)
    {
        if (options.Features.GroupBy(named => named.ServiceName).FirstOrDefault(service => service.Count() > 1) is { } twice)
        {
            throw new MlOpsException(
                MlOpsError.Configuration,
                $"Service '{twice.Key}' has several schemas: {string.Join(", ", twice.Select(named => named.SchemaText))}. "
                + "Name one of them.");
        }

        var missing = options.Features.ToList();
        foreach (var tenant in tenants.Append(options.TenantId).Distinct().TakeWhile(_ => missing.Count > 0))
        {
            var context = openTenant(tenant);
            await using (context.ConfigureAwait(false))
            {
                foreach (var named in missing.ToList())
                {
                    if (await FindAsync(context, named, cancellationToken).ConfigureAwait(false) is not null)
                        missing.Remove(named);
                }
            }
        }

        if (missing is [var first, ..])
        {
            throw new MlOpsException(
                MlOpsError.NotFound,
                $"No tenant of the import has {first.SchemaText}, by which the features of service '{first.ServiceName}' would be read. "
                + "Define it in the target first, or name another one with --features.");
        }
    }

    public async Task<ServiceSchemas> LoadAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var schemas = new List<(ImportFeatures Named, FeatureSchema? Schema)>();
        foreach (var named in options.Features)
            schemas.Add((named, await FindAsync(context, named, cancellationToken).ConfigureAwait(false)));

        return new ServiceSchemas(context.TenantId, schemas, _seenServices);
    }

    public static async Task<SourceSchemas> LoadStoredAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        new(await context.InTransactionAsync(
            () => context.FeatureSchemas.AsNoTracking().ToListAsync(cancellationToken), cancellationToken).ConfigureAwait(false));

    /// <summary>Adds a remark for each service of which no prediction had a document: its name may be wrong.</summary>
    public void ReportUnused(IEnumerable<PlannedTable> tables)
    {
        var predictions = tables.LastOrDefault(table => table.Mapping is PredictionTable or ServicePredictionTable);
        if (predictions is null)
            return;

        var unused = options.Features.Where(named => !_seenServices.Contains(named.ServiceName));
        predictions.Report.Remarks = [.. predictions.Report.Remarks, .. unused.Select(ImportRemarks.HasNoDocument)];
    }

    private static Task<FeatureSchema?> FindAsync(
        MlOpsDbContext context, ImportFeatures named, CancellationToken cancellationToken) => context.InTransactionAsync(
        () => context.FeatureSchemas.AsNoTracking()
            .Where(schema => schema.Name == named.SchemaName && (named.Version == null || schema.Version == named.Version))
            .OrderByDescending(schema => schema.Version)
            .FirstOrDefaultAsync(cancellationToken),
        cancellationToken);
}
