"""What the tests of the generated pages share: schemas that need no server, and small projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from projects import CommandLine, write

SHOP = {
    "migrations/0001_create_shop.sql": """
CREATE TABLE customers (
    id BIGINT NOT NULL PRIMARY KEY,
    tax_no VARCHAR(20) NULL,
    UNIQUE KEY uq_customers_tax_no (tax_no)
);
CREATE TABLE orders (
    id BIGINT NOT NULL PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    `sold | by` BIGINT NULL,
    CONSTRAINT fk_orders_customers FOREIGN KEY (customer_id) REFERENCES customers (id)
    ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT fk_orders_sold_by FOREIGN KEY (`sold | by`) REFERENCES customers (id)
    ON DELETE SET NULL
);
CREATE TABLE `order items` (
    order_id BIGINT NOT NULL,
    line_no INT NOT NULL,
    PRIMARY KEY (order_id, line_no),
    CONSTRAINT fk_items_orders FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
);
CREATE TABLE invoices (
    id BIGINT NOT NULL PRIMARY KEY,
    order_id BIGINT NOT NULL,
    UNIQUE KEY uq_invoices_order_id (order_id),
    CONSTRAINT fk_invoices_orders FOREIGN KEY (order_id) REFERENCES orders (id)
);
CREATE TABLE `<b>&"notes"` (body TEXT NULL);
""",
    "migrations/0001_create_shop.rollback.sql": (
        'DROP TABLE invoices, `order items`, orders, customers, `<b>&"notes"`;\n'
    ),
    "sql/views/big_customers.sql": (
        "-- View: big_customers\n--\n-- Who is asked first. The rest waits.\n"
        "CREATE VIEW big_customers AS SELECT id FROM customers;\n"
    ),
    "sql/functions/twice.sql": (
        "-- Function: twice\n--\n-- Two of them.\n"
        "CREATE FUNCTION twice (n DECIMAL(5, 2), `a|b` ENUM('x')) RETURNS DECIMAL(6, 2) NO SQL\n"
        "DETERMINISTIC RETURN 2 * n;\n"
    ),
    "procedures/move.sql": (
        "-- Procedure: move\n--\n-- Moves it.\n"
        "CREATE PROCEDURE move (a BIGINT, OUT b INT, INOUT c DATE) NO SQL SET b = a;\n"
    ),
    "procedures/rest.sql": (
        "-- Procedure: rest\n--\n-- Takes nothing.\nCREATE PROCEDURE rest () NO SQL DO 1;\n"
    ),
    "triggers/orders_before_delete.sql": (
        "-- Trigger: orders_before_delete\n--\n-- Keeps a | b apart.\n"
        "CREATE TRIGGER orders_before_delete BEFORE DELETE ON orders\nFOR EACH ROW SET @a = 1;\n"
    ),
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A project that is no clinic, with names that need care."""
    return write(tmp_path / "shop", SHOP)


@pytest.fixture
def cli(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    """`clinic-db`, run from an empty folder with an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("HOME", str(home))
    return CommandLine(monkeypatch, capsys)
