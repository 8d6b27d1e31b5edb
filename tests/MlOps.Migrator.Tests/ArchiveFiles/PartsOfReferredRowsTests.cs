using Microsoft.EntityFrameworkCore;
using MlOps.Parquet.References;
using MlOps.Persistence;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>Which parts of rows that the database knows are added all the same.</summary>
public sealed class PartsOfReferredRowsTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_part_of_a_known_row_is_left_out_unless_something_else_needs_it() =>
        // The shelf 1 is known, so it is not staged. 10 is a part of it, 11 as well but lent, 12 is of no shelf, 20 of a new shelf.
        Assert.Equal("11, 12, 20", await KeptAsync([]));

    [Fact]
    public async Task A_part_that_the_slice_itself_may_refer_to_stays() =>
        Assert.Equal("10, 11, 12, 20", await KeptAsync(["books"]));

    private async Task<string> KeptAsync(string[] direct)
    {
        var builder = new DbContextOptionsBuilder<ShelvesContext>();
        builder.UseMlOps(Database.OwnerDataSource);
        await using var context = new ShelvesContext(builder.Options);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.Database.ExecuteSqlRawAsync(
            "CREATE TABLE shelves (id int); CREATE TABLE books (id int, shelf_id int); CREATE TABLE loans (id int, book_id int)");
        var model = new ReferenceModel(context);
        var tables = new[] { "shelves", "books", "loans" }.Select(name => model.Find(name)!).ToList();
        foreach (var (table, rows) in tables.Zip(["(2)", "(10, 1), (11, 1), (12, NULL), (20, 2)", "(100, 11)"]))
        {
            var sql = $"{table.Stage()}; INSERT INTO {table.Staged} VALUES {rows}";
            await context.Database.ExecuteSqlRawAsync(sql);
        }

        var staged = new StagedRows(context, model, tables, tables.Where(table => direct.Contains(table.TableName)).ToHashSet());
        foreach (var _ in (int[])[1, 2])
            await staged.LeaveOutPartsAsync(TestContext.Current.CancellationToken);

        var query = $"SELECT string_agg(id::text, ', ' ORDER BY id) AS \"Value\" FROM {tables[1].Staged}";
        return await context.Database.SqlQueryRaw<string>(query).SingleAsync();
    }

    private sealed class ShelvesContext(DbContextOptions options) : MlOpsDbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Shelf>().ToTable("shelves").Property(shelf => shelf.Id).HasColumnName("id");
            modelBuilder.Entity<Book>(book =>
            {
                book.ToTable("books").Property(one => one.Id).HasColumnName("id");
                book.Property(one => one.ShelfId).HasColumnName("shelf_id");
                book.HasOne<Shelf>().WithMany().HasForeignKey(one => one.ShelfId).OnDelete(DeleteBehavior.Cascade);
            });
            modelBuilder.Entity<Loan>(loan =>
            {
                loan.ToTable("loans").Property(one => one.Id).HasColumnName("id");
                loan.Property(one => one.BookId).HasColumnName("book_id");
                loan.HasOne<Book>().WithMany().HasForeignKey(one => one.BookId).OnDelete(DeleteBehavior.Restrict);
            });
        }
    }

    private sealed class Shelf
    {
        public int Id { get; set; }
    }

    private sealed class Book
    {
        public int Id { get; set; }

        public int? ShelfId { get; set; }
    }

    private sealed class Loan
    {
        public int Id { get; set; }

        public int BookId { get; set; }
    }
}
