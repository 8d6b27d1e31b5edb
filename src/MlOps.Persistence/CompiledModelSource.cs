using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.CompiledModel;
using MlOps.Postgres.Ddl;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure.Internal;

namespace MlOps.Persistence;

/// <summary>
/// Gives <see cref="MlOpsDbContext"/> its compiled model, so that no application waits for EF to build it. Options that may change
/// the model, and derived contexts, have it built as usual.
/// </summary>
internal sealed class CompiledModelSource(ModelSourceDependencies dependencies) : ModelSource(dependencies)
{
    public override IModel GetModel(DbContext context, ModelCreationDependencies modelCreationDependencies, bool designTime)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(modelCreationDependencies);
        // There is no compiled model while scripts/compile-model writes it.
        if (!designTime && MlOpsDbContextModel.Instance is { } compiled && IsOfThisVersion(compiled)
            && context.GetType() == typeof(MlOpsDbContext) && LeaveTheModel(context.GetService<IDbContextOptions>()))
            return modelCreationDependencies.ModelRuntimeInitializer.Initialize(
                compiled, designTime, modelCreationDependencies.ValidationLogger);

        var model = base.GetModel(context, modelCreationDependencies, designTime);
        return designTime || model is RuntimeModel
            ? model
            : throw new InvalidOperationException(
                $"The filter of the tenant cannot be added to the model of {context.GetType().Name}, which EF made as a " +
                $"{model.GetType().Name}. Leave EF's convention for runtime models in place.");
    }

    // EF warns of an old compiled model only where the application has chosen it.
    private static bool IsOfThisVersion(IModel compiled) => ProductInfo.GetVersion() is var version
        && compiled.GetProductVersion()?.StartsWith(version[..(version.LastIndexOf('.') + 1)], StringComparison.Ordinal) == true;

    private static bool LeaveTheModel(IDbContextOptions options) => options.Extensions.All(extension => extension switch
    {
        CoreOptionsExtension core => core.ReplacedServices is null or { Count: 0 },
        NpgsqlOptionsExtension npgsql => npgsql.EnumDefinitions.Count + npgsql.UserRangeDefinitions.Count == 0,
        PostgresFeaturesExtension features => features.Features == MlOpsPostgresFeatures.Options,
        _ => extension is MlOpsOptionsExtension,
    });
}
