using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Mapping;

/// <summary>However an application maps its enumerations, the check lets every member in, and nothing else.</summary>
public sealed class EnumMappingTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public async Task Members_are_stored_as_the_application_has_mapped_them()
    {
        await using var context = CreatePaintContext();
        await context.Database.EnsureCreatedAsync();
        context.Add(new Paint(Sample.Noon));
        context.Add(new Paint(Sample.Noon)
        {
            Plain = Shade.DarkRed,
            Named = Shade.DarkRed,
            Numbered = Shade.DarkRed,
            Small = Shade.DarkRed,
            Own = Shade.DarkRed,
            Mixed = Tints.Blue | Tints.Green,
            Frame = new Frame { Shade = Shade.DarkRed },
        });
        await context.SaveChangesAsync();

        Assert.Equal(
            ["dark_red, DarkRed, 7, 7, D, 6, dark_red", "light, Light, 0, 0, L, 0, light"],
            await ColumnAsync("SELECT concat_ws(', ', plain, named, numbered, small, own, mixed, frame_shade) FROM paint ORDER BY 1"));
        context.ChangeTracker.Clear();
        var dark = await context.Set<Paint>().SingleAsync(paint => paint.Own == Shade.DarkRed && paint.Named == Shade.DarkRed);
        Assert.Equal(
            (Shade.DarkRed, Shade.DarkRed, Shade.DarkRed, Tints.Blue | Tints.Green), (dark.Plain, dark.Numbered, dark.Small, dark.Mixed));
    }

    [Theory]
    [InlineData("plain", "'DarkRed'")]
    [InlineData("named", "'dark_red'")]
    [InlineData("numbered", "1")]
    [InlineData("small", "-1")]
    [InlineData("own", "'X'")]
    [InlineData("frame_shade", "'DarkRed'")]
    public async Task What_is_no_member_is_refused(string column, string value)
    {
        await using var context = CreatePaintContext();
        await context.Database.EnsureCreatedAsync();
        context.Add(new Paint(Sample.Noon));
        await context.SaveChangesAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync($"UPDATE paint SET {column} = {value}"));
        Assert.Equal($"ck_paint_{column}", error.ConstraintName);
    }

    private PaintContext CreatePaintContext()
    {
        var builder = new DbContextOptionsBuilder<PaintContext>();
        builder.UseMlOps(DataSource);
        return new PaintContext(builder.Options);
    }

    private enum Shade
    {
        Light = 0,
        Pale = Light,
        DarkRed = 7,
    }

    private sealed class Frame
    {
        public Shade Shade { get; set; }
    }

    [Flags]
    private enum Tints
    {
        None = 0,
        Blue = 2,
        Green = 4,
    }

    private sealed class Paint(DateTimeOffset createdAt) : Entity(createdAt)
    {
        public Shade Plain { get; set; }

        public Shade Named { get; set; }

        public Shade Numbered { get; set; }

        public Shade Small { get; set; }

        public Shade? Own { get; set; } = Shade.Light;

        public Tints Mixed { get; set; }

        public Frame Frame { get; set; } = new();
    }

    private sealed class PaintContext(DbContextOptions<PaintContext> options) : MlOpsDbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Paint>(paint =>
            {
                paint.ComplexProperty(p => p.Frame);
                paint.Property(p => p.Named).HasConversion<string>();
                paint.Property(p => p.Numbered).HasConversion<int>();
                paint.Property(p => p.Small).HasColumnType("smallint");
                paint.Property(p => p.Own).HasConversion(shade => $"{shade}"[0], letter => letter == 'D' ? Shade.DarkRed : Shade.Light);
            });
        }
    }
}
