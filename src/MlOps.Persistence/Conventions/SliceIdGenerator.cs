using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace MlOps.Persistence.Conventions;

/// <summary>Makes the id of an added row from the time that its slice holds, and not from the present.</summary>
/// <param name="time">The name of the property with that time.</param>
internal sealed class SliceIdGenerator(string time) : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;

    public override Guid Next(EntityEntry entry) => Create(entry.Property(time).CurrentValue);

    /// <summary>An id of a time; of the present if the row has no time yet.</summary>
    public static Guid Create(object? time) => time switch
    {
        DateTimeOffset moment when moment >= DateTimeOffset.UnixEpoch => Guid.CreateVersion7(moment),
        DateTime moment when moment >= DateTime.UnixEpoch => Guid.CreateVersion7(moment),
        _ => Guid.CreateVersion7(),
    };
}
