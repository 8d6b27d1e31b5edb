using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres;

/// <summary>Declares chains of hashes, which show that a row was changed, deleted or inserted past the trigger.</summary>
public static class ChainBuilderExtensions
{
    /// <summary>
    /// Adds the tables of links and heads, which the database alone writes, and the function that verifies chains. Grant roles no more than
    /// the right to read them.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="links">The name of the table of links.</param>
    /// <param name="heads">The name of the table of heads, one for each chain.</param>
    /// <param name="verify">The name of the function that computes chains again, and names the first fault of each.</param>
    public static ModelBuilder HasChains(this ModelBuilder builder, string links, string heads, string verify)
    {
        builder.Entity<ChainLink>().ToTable(links).IsTenantOwned(link => link.TenantId);
        builder.Entity<ChainHead>().ToTable(heads).IsTenantOwned(head => head.TenantId);
        return builder.HasAnnotation(builder.Model.RequireFeatures().Annotations.ChainVerification, verify);
    }

    /// <summary>
    /// Gives each row that is inserted a link, whatever program inserts it. Rows of several entities may be in one chain.
    /// </summary>
    /// <param name="builder">The entity.</param>
    /// <param name="chain">What rows of one chain have in common. Those without a value are a chain of their own.</param>
    /// <param name="hashed">
    /// What the hash covers: x => new { x.Id, x.Amount }. A property without a value takes no part, so that one which is added later leaves
    /// the hashes of old rows as they are.
    /// </param>
    public static EntityTypeBuilder<TEntity> IsChained<TEntity>(
        this EntityTypeBuilder<TEntity> builder,
        Expression<Func<TEntity, string?>> chain,
        Expression<Func<TEntity, object?>> hashed)
        where TEntity : class
    {
        var spec = new ChainSpec(PropertyNames.Read(chain), PropertyNames.ReadAll(hashed));
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.Chain, spec.ToString());
        return builder;
    }
}
