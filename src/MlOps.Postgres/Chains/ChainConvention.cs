using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Chains;

/// <summary>Adds the triggers that link rows, and the function that verifies chains, once the columns have their names.</summary>
internal sealed class ChainConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    private const string Trigger = "link";

    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var model = modelBuilder.Metadata;
        var features = model.GetFeatures();
        var chained = model.GetEntityTypes().Where(type => type.FindChain() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal).ToList();
        foreach (var fault in chained.Select(ChainRules.FindFault).OfType<string>())
            throw new InvalidOperationException(fault);

        if (model[features.Annotations.ChainVerification] is not string verification)
            return;

        var tables = new ChainTables(model, sql);
        foreach (var entityType in chained)
        {
            var signature = sql.DelimitIdentifier($"{features.SetFunctionPrefix}{entityType.GetTableName()}_{Trigger}") + "()";
            modelBuilder.HasAnnotation(
                features.Annotations.Function + signature, LinkFunction.Define(tables, new ChainedRow(entityType, sql)));
            entityType.Builder.HasAnnotation(
                features.Annotations.Trigger + Trigger, new TriggerSpec("AFTER INSERT", $"EXECUTE FUNCTION {signature}").ToString());
        }

        if (chained.Count > 0)
            modelBuilder.HasAnnotation(
                $"{features.Annotations.Function}{verification}({VerifyFunction.Arguments})",
                VerifyFunction.Define(tables, [.. chained.Select(type => new ChainedRow(type, sql))]));
    }
}
