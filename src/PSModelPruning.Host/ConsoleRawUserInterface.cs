using System.Management.Automation.Host;

namespace PSModelPruning.Host;

/// <summary>The console's width, which the default views are fitted to: the terminal's, or 120 columns in a pipe.</summary>
internal sealed class ConsoleRawUserInterface : PSHostRawUserInterface
{
    private const int PipeWidth = 120;
    private const int DefaultHeight = 50;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override Size BufferSize
    {
        get => WindowSize;
        set { }
    }

    public override Size WindowSize
    {
        get
        {
            if (Console.IsOutputRedirected)
                return new Size(PipeWidth, DefaultHeight);
            try
            {
                return new Size(
                    Console.WindowWidth > 0 ? Console.WindowWidth : PipeWidth,
                    Console.WindowHeight > 0 ? Console.WindowHeight : DefaultHeight
                );
            }
            catch (IOException)
            {
                return new Size(PipeWidth, DefaultHeight);
            }
        }
        set { }
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override string WindowTitle { get; set; } = "";

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw NotHere();

    public override void FlushInputBuffer() { }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotHere();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotHere();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NotHere();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw NotHere();

    private static HostException NotHere() => new("This program runs scripts and has no screen to draw on; run the script in pwsh.");
}
