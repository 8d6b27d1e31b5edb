using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Ddl;

/// <summary>Adds the conventions of the features to every model of a context.</summary>
internal sealed class PostgresConventionSetPlugin(PostgresFeaturesOptions features, ISqlGenerationHelper sql) : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.Add(new PostgresFeaturesConvention(features, sql, conventionSet));
        return conventionSet;
    }
}
