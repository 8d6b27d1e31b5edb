using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Chains;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Triggers;
using MlOps.Postgres.Views;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Stores the options in a new model, where builders and conventions read them, and adds the other conventions at last. EF asks
/// plugins before it calls ConfigureConventions, and a rule must see what the conventions of an application have made.
/// </summary>
internal sealed class PostgresFeaturesConvention(PostgresFeaturesOptions features, ISqlGenerationHelper sql, ConventionSet conventions)
    : IModelInitializedConvention
{
    public void ProcessModelInitialized(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        modelBuilder.HasAnnotation(PostgresFeaturesOptions.AnnotationName, features.ToAnnotation());
        conventions.Add(new ViewConvention(sql));
        conventions.Add(new FunctionConvention(sql));
        conventions.Add(new NotedColumnConvention(sql));
        conventions.Add(new ChainConvention(sql));
        conventions.Add(new TenantLoginConvention(sql));
        conventions.Add(new SliceStorageRules());
        conventions.Add(new NameRules());
        conventions.Add(new PostgresRules());
    }
}
