package io.headrace.log.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedFileTest {

    @TempDir
    Path directory;

    @Test
    void theFileIsOpenFromTheFirstUserToTheLastAfterItWasRetired() throws IOException {
        Path path = Files.writeString(directory.resolve("f"), "content");
        SharedFile shared = new SharedFile(FileIo.system(), path, Runnable::run);
        assertFalse(shared.isOpen());
        OpenFile first = shared.acquire();
        assertSame(first, shared.acquire());
        shared.retire();
        shared.retire();
        Files.delete(path);
        FileRetiredException refused = assertThrows(FileRetiredException.class, shared::acquire);
        assertEquals("no longer part of the log: " + path, refused.getMessage());
        shared.release();
        ByteBuffer read = ByteBuffer.allocate(7);
        assertEquals(7, first.read(read, 0));
        assertTrue(first.channel().isOpen());
        shared.release();
        assertFalse(first.channel().isOpen());
        assertThrows(IllegalStateException.class, shared::release);
    }

    @Test
    void aFileIsMadeOnlyIfAsked() throws IOException {
        SharedFile shared = new SharedFile(FileIo.system(), directory.resolve("new"), Runnable::run);
        assertThrows(NoSuchFileException.class, shared::acquire);
        shared.acquireOrCreate().write(ByteBuffer.wrap(new byte[] {1, 2}), 0);
        assertEquals(2, Files.size(directory.resolve("new")));
        shared.release();
    }

    @Test
    void anIdleFileIsClosedAtTheSecondSweep() throws IOException {
        SharedFile shared = new SharedFile(FileIo.system(), directory.resolve("new"), Runnable::run);
        shared.acquireOrCreate();
        shared.closeIfIdle();
        shared.closeIfIdle();
        assertTrue(shared.isOpen());
        shared.release();
        shared.acquire();
        shared.release();
        shared.closeIfIdle();
        assertTrue(shared.isOpen());
        shared.closeIfIdle();
        assertFalse(shared.isOpen());
    }

    @Test
    void anInterruptDuringAnOperationDoesNotCloseTheFileForOthers() throws IOException {
        OpenFile file = FileIo.system().openOrCreate(directory.resolve("f"));
        file.write(ByteBuffer.wrap(new byte[] {5}), 3);
        // What an interrupt within the operation does to the channel.
        file.channel().close();
        ByteBuffer read = ByteBuffer.allocate(10);
        assertEquals(4, file.read(read, 0));
        assertEquals(5, read.get(3));
        file.channel().close();
        file.write(ByteBuffer.wrap(new byte[] {6}), 4);
        assertEquals(5, file.size());
        file.channel().close();
        file.truncate(1);
        assertEquals(1, file.size());
        file.close();
        assertThrows(IOException.class, () -> file.read(ByteBuffer.allocate(1), 0));
    }

    @Test
    void afterAnInterruptAnotherFileOfTheSameNameIsNotTakenForTheOldOne() throws IOException {
        Path path = Files.writeString(directory.resolve("f"), "old");
        OpenFile file = FileIo.system().open(path);
        Files.move(path, directory.resolve("f.deleted"));
        Files.writeString(path, "new");
        file.channel().close();
        assertThrows(FileRetiredException.class, () -> file.read(ByteBuffer.allocate(3), 0));
        Files.delete(path);
        assertThrows(FileRetiredException.class, () -> file.read(ByteBuffer.allocate(3), 0));
        file.close();
    }

    @Test
    void aReplacedFileIsTheOldOneOrTheNewOne() throws IOException {
        FileIo io = FileIo.system();
        Path path = directory.resolve("small");
        io.replace(path, "one".getBytes(UTF_8));
        io.replaceDurably(path, "two".getBytes(UTF_8));
        assertEquals("two", new String(io.readAll(path), UTF_8));
        assertEquals(1, io.list(directory).size());
        io.deleteTree(directory.resolve("none"));
        Files.createDirectories(directory.resolve("a/b/c"));
        Files.writeString(directory.resolve("a/b/x"), "x");
        io.deleteTree(directory.resolve("a"));
        assertFalse(io.exists(directory.resolve("a")));
    }
}
