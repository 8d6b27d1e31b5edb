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
        return !designTime && MlOpsDbContextModel.Instance is { } compiled
            && context.GetType() == typeof(MlOpsDbContext) && LeaveTheModel(context.GetService<IDbContextOptions>())
            ? modelCreationDependencies.ModelRuntimeInitializer.Initialize(compiled, designTime, modelCreationDependencies.ValidationLogger)
            : base.GetModel(context, modelCreationDependencies, designTime);
    }

    private static bool LeaveTheModel(IDbContextOptions options) => options.Extensions.All(extension => extension switch
    {
        CoreOptionsExtension core => core.ReplacedServices is null or { Count: 0 },
        NpgsqlOptionsExtension npgsql => npgsql.EnumDefinitions.Count + npgsql.UserRangeDefinitions.Count == 0,
        PostgresFeaturesExtension features => features.Features == MlOpsPostgresFeatures.Options,
        _ => extension is MlOpsOptionsExtension,
    });
}
